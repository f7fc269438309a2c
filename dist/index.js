import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __require = /* @__PURE__ */ ((x) => typeof require !== "undefined" ? require : typeof Proxy !== "undefined" ? new Proxy(x, {
  get: (a, b) => (typeof require !== "undefined" ? require : a)[b]
}) : x)(function(x) {
  if (typeof require !== "undefined") return require.apply(this, arguments);
  throw Error('Dynamic require of "' + x + '" is not supported');
});
var __commonJS = (cb, mod) => function __require2() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/pend/index.js
var require_pend = __commonJS({
  "node_modules/pend/index.js"(exports, module) {
    module.exports = Pend;
    function Pend() {
      this.pending = 0;
      this.max = Infinity;
      this.listeners = [];
      this.waiting = [];
      this.error = null;
    }
    Pend.prototype.go = function(fn) {
      if (this.pending < this.max) {
        pendGo(this, fn);
      } else {
        this.waiting.push(fn);
      }
    };
    Pend.prototype.wait = function(cb) {
      if (this.pending === 0) {
        cb(this.error);
      } else {
        this.listeners.push(cb);
      }
    };
    Pend.prototype.hold = function() {
      return pendHold(this);
    };
    function pendHold(self) {
      self.pending += 1;
      var called = false;
      return onCb;
      function onCb(err2) {
        if (called) throw new Error("callback called twice");
        called = true;
        self.error = self.error || err2;
        self.pending -= 1;
        if (self.waiting.length > 0 && self.pending < self.max) {
          pendGo(self, self.waiting.shift());
        } else if (self.pending === 0) {
          var listeners2 = self.listeners;
          self.listeners = [];
          listeners2.forEach(cbListener);
        }
      }
      function cbListener(listener) {
        listener(self.error);
      }
    }
    function pendGo(self, fn) {
      fn(pendHold(self));
    }
  }
});

// node_modules/yauzl/fd-slicer.js
var require_fd_slicer = __commonJS({
  "node_modules/yauzl/fd-slicer.js"(exports) {
    var fs = __require("fs");
    var util = __require("util");
    var stream = __require("stream");
    var Readable2 = stream.Readable;
    var PassThrough = stream.PassThrough;
    var Pend = require_pend();
    var EventEmitter = __require("events").EventEmitter;
    exports.BufferSlicer = BufferSlicer;
    exports.FdSlicer = FdSlicer;
    util.inherits(FdSlicer, EventEmitter);
    function FdSlicer(fd) {
      EventEmitter.call(this);
      this.fd = fd;
      this.pend = new Pend();
      this.pend.max = 1;
      this.refCount = 0;
    }
    FdSlicer.prototype.read = function(buffer2, offset, length, position, callback) {
      var self = this;
      self.pend.go(function(cb) {
        fs.read(self.fd, buffer2, offset, length, position, function(err2, bytesRead, buffer3) {
          cb();
          callback(err2, bytesRead, buffer3);
        });
      });
    };
    FdSlicer.prototype.createReadStream = function(options2) {
      return new ReadStream(this, options2);
    };
    FdSlicer.prototype.ref = function() {
      this.refCount += 1;
    };
    FdSlicer.prototype.unref = function() {
      var self = this;
      self.refCount -= 1;
      if (self.refCount < 0) throw new Error("invalid unref");
      if (self.refCount > 0) return;
      fs.close(self.fd, onCloseDone);
      function onCloseDone(err2) {
        if (err2) {
          self.emit("error", err2);
        } else {
          self.emit("close");
        }
      }
    };
    util.inherits(ReadStream, Readable2);
    function ReadStream(context, options2) {
      options2 = options2 || {};
      Readable2.call(this, options2);
      this.context = context;
      this.context.ref();
      this.start = options2.start || 0;
      this.endOffset = options2.end;
      this.pos = this.start;
    }
    ReadStream.prototype._read = function(n) {
      var self = this;
      var toRead = Math.min(self._readableState.highWaterMark, n);
      if (self.endOffset != null) {
        toRead = Math.min(toRead, self.endOffset - self.pos);
      }
      if (toRead <= 0) {
        self.push(null);
        this._cleanup();
        return;
      }
      self.context.pend.go(function(cb) {
        var buffer2 = Buffer.allocUnsafe(toRead);
        fs.read(self.context.fd, buffer2, 0, toRead, self.pos, function(err2, bytesRead) {
          if (err2) {
            self.destroy(err2);
          } else if (bytesRead === 0) {
            self.push(null);
            self._cleanup();
          } else {
            self.pos += bytesRead;
            self.push(buffer2.slice(0, bytesRead));
          }
          cb();
        });
      });
    };
    ReadStream.prototype._destroy = function(err2, cb) {
      this._cleanup();
      cb(err2);
    };
    ReadStream.prototype._cleanup = function() {
      if (this.context != null) {
        this.context.unref();
        this.context = null;
      }
    };
    util.inherits(BufferSlicer, EventEmitter);
    function BufferSlicer(buffer2) {
      EventEmitter.call(this);
      this.refCount = 0;
      this.buffer = buffer2;
    }
    BufferSlicer.prototype.read = function(buffer2, offset, length, position, callback) {
      if (!(0 <= offset && offset <= buffer2.length)) throw new RangeError("offset outside buffer: 0 <= " + offset + " <= " + buffer2.length);
      if (position < 0) throw new RangeError("position is negative: " + position);
      if (offset + length > buffer2.length) {
        length = buffer2.length - offset;
      }
      if (position + length > this.buffer.length) {
        length = this.buffer.length - position;
      }
      if (length <= 0) {
        setImmediate(function() {
          callback(null, 0);
        });
        return;
      }
      this.buffer.copy(buffer2, offset, position, position + length);
      setImmediate(function() {
        callback(null, length);
      });
    };
    BufferSlicer.prototype.createReadStream = function(options2) {
      options2 = options2 || {};
      var readStream = new PassThrough(options2);
      readStream.start = options2.start || 0;
      readStream.endOffset = options2.end;
      readStream.pos = readStream.endOffset || this.buffer.length;
      var entireSlice = this.buffer.slice(readStream.start, readStream.pos);
      var maxChunkSize = 65536;
      var offset = 0;
      while (true) {
        var nextOffset = offset + maxChunkSize;
        if (nextOffset >= entireSlice.length) {
          if (offset < entireSlice.length) {
            readStream.write(entireSlice.slice(offset, entireSlice.length));
          }
          break;
        }
        readStream.write(entireSlice.slice(offset, nextOffset));
        offset = nextOffset;
      }
      readStream.end();
      return readStream;
    };
    BufferSlicer.prototype.ref = function() {
      this.refCount += 1;
    };
    BufferSlicer.prototype.unref = function() {
      this.refCount -= 1;
      if (this.refCount < 0) {
        throw new Error("invalid unref");
      }
    };
  }
});

// node_modules/yauzl/crc32.js
var require_crc32 = __commonJS({
  "node_modules/yauzl/crc32.js"(exports, module) {
    var CRC_TABLE = new Int32Array([
      0,
      1996959894,
      3993919788,
      2567524794,
      124634137,
      1886057615,
      3915621685,
      2657392035,
      249268274,
      2044508324,
      3772115230,
      2547177864,
      162941995,
      2125561021,
      3887607047,
      2428444049,
      498536548,
      1789927666,
      4089016648,
      2227061214,
      450548861,
      1843258603,
      4107580753,
      2211677639,
      325883990,
      1684777152,
      4251122042,
      2321926636,
      335633487,
      1661365465,
      4195302755,
      2366115317,
      997073096,
      1281953886,
      3579855332,
      2724688242,
      1006888145,
      1258607687,
      3524101629,
      2768942443,
      901097722,
      1119000684,
      3686517206,
      2898065728,
      853044451,
      1172266101,
      3705015759,
      2882616665,
      651767980,
      1373503546,
      3369554304,
      3218104598,
      565507253,
      1454621731,
      3485111705,
      3099436303,
      671266974,
      1594198024,
      3322730930,
      2970347812,
      795835527,
      1483230225,
      3244367275,
      3060149565,
      1994146192,
      31158534,
      2563907772,
      4023717930,
      1907459465,
      112637215,
      2680153253,
      3904427059,
      2013776290,
      251722036,
      2517215374,
      3775830040,
      2137656763,
      141376813,
      2439277719,
      3865271297,
      1802195444,
      476864866,
      2238001368,
      4066508878,
      1812370925,
      453092731,
      2181625025,
      4111451223,
      1706088902,
      314042704,
      2344532202,
      4240017532,
      1658658271,
      366619977,
      2362670323,
      4224994405,
      1303535960,
      984961486,
      2747007092,
      3569037538,
      1256170817,
      1037604311,
      2765210733,
      3554079995,
      1131014506,
      879679996,
      2909243462,
      3663771856,
      1141124467,
      855842277,
      2852801631,
      3708648649,
      1342533948,
      654459306,
      3188396048,
      3373015174,
      1466479909,
      544179635,
      3110523913,
      3462522015,
      1591671054,
      702138776,
      2966460450,
      3352799412,
      1504918807,
      783551873,
      3082640443,
      3233442989,
      3988292384,
      2596254646,
      62317068,
      1957810842,
      3939845945,
      2647816111,
      81470997,
      1943803523,
      3814918930,
      2489596804,
      225274430,
      2053790376,
      3826175755,
      2466906013,
      167816743,
      2097651377,
      4027552580,
      2265490386,
      503444072,
      1762050814,
      4150417245,
      2154129355,
      426522225,
      1852507879,
      4275313526,
      2312317920,
      282753626,
      1742555852,
      4189708143,
      2394877945,
      397917763,
      1622183637,
      3604390888,
      2714866558,
      953729732,
      1340076626,
      3518719985,
      2797360999,
      1068828381,
      1219638859,
      3624741850,
      2936675148,
      906185462,
      1090812512,
      3747672003,
      2825379669,
      829329135,
      1181335161,
      3412177804,
      3160834842,
      628085408,
      1382605366,
      3423369109,
      3138078467,
      570562233,
      1426400815,
      3317316542,
      2998733608,
      733239954,
      1555261956,
      3268935591,
      3050360625,
      752459403,
      1541320221,
      2607071920,
      3965973030,
      1969922972,
      40735498,
      2617837225,
      3943577151,
      1913087877,
      83908371,
      2512341634,
      3803740692,
      2075208622,
      213261112,
      2463272603,
      3855990285,
      2094854071,
      198958881,
      2262029012,
      4057260610,
      1759359992,
      534414190,
      2176718541,
      4139329115,
      1873836001,
      414664567,
      2282248934,
      4279200368,
      1711684554,
      285281116,
      2405801727,
      4167216745,
      1634467795,
      376229701,
      2685067896,
      3608007406,
      1308918612,
      956543938,
      2808555105,
      3495958263,
      1231636301,
      1047427035,
      2932959818,
      3654703836,
      1088359270,
      936918e3,
      2847714899,
      3736837829,
      1202900863,
      817233897,
      3183342108,
      3401237130,
      1404277552,
      615818150,
      3134207493,
      3453421203,
      1423857449,
      601450431,
      3009837614,
      3294710456,
      1567103746,
      711928724,
      3020668471,
      3272380065,
      1510334235,
      755167117
    ]);
    function crc32(buf) {
      let crc = -1;
      for (let x of buf) {
        crc = CRC_TABLE[(crc ^ x) & 255] ^ crc >>> 8;
      }
      return (crc ^ -1) >>> 0;
    }
    module.exports = crc32;
  }
});

// node_modules/yauzl/index.js
var require_yauzl = __commonJS({
  "node_modules/yauzl/index.js"(exports) {
    var fs = __require("fs");
    var zlib2 = __require("zlib");
    var fd_slicer = require_fd_slicer();
    var util = __require("util");
    var EventEmitter = __require("events").EventEmitter;
    var Transform = __require("stream").Transform;
    var PassThrough = __require("stream").PassThrough;
    var Writable = __require("stream").Writable;
    var crc32 = typeof zlib2.crc32 === "function" ? zlib2.crc32 : require_crc32();
    exports.open = open3;
    exports.fromFd = fromFd;
    exports.fromBuffer = fromBuffer;
    exports.fromRandomAccessReader = fromRandomAccessReader;
    exports.openPromise = openPromise;
    exports.fromFdPromise = fromFdPromise;
    exports.fromBufferPromise = fromBufferPromise2;
    exports.fromRandomAccessReaderPromise = fromRandomAccessReaderPromise;
    exports.dosDateTimeToDate = dosDateTimeToDate;
    exports.getFileNameLowLevel = getFileNameLowLevel;
    exports.validateFileName = validateFileName;
    exports.parseExtraFields = parseExtraFields;
    exports.ZipFile = ZipFile;
    exports.Entry = Entry;
    exports.LocalFileHeader = LocalFileHeader;
    exports.RandomAccessReader = RandomAccessReader;
    function openPromise(path6, options2) {
      return new Promise((resolve, reject) => {
        open3(path6, { ...options2, lazyEntries: true }, function(err2, zipfile) {
          if (err2) return reject(err2);
          resolve(zipfile);
        });
      });
    }
    function fromFdPromise(fd, options2) {
      return new Promise((resolve, reject) => {
        fromFd(fd, { ...options2, lazyEntries: true }, function(err2, zipfile) {
          if (err2) return reject(err2);
          resolve(zipfile);
        });
      });
    }
    function fromBufferPromise2(buffer2, options2) {
      return new Promise((resolve, reject) => {
        fromBuffer(buffer2, { ...options2, lazyEntries: true }, function(err2, zipfile) {
          if (err2) return reject(err2);
          resolve(zipfile);
        });
      });
    }
    function fromRandomAccessReaderPromise(reader, totalSize, options2) {
      return new Promise((resolve, reject) => {
        fromRandomAccessReader(reader, totalSize, { ...options2, lazyEntries: true }, function(err2, zipfile) {
          if (err2) return reject(err2);
          resolve(zipfile);
        });
      });
    }
    function open3(path6, options2, callback) {
      if (typeof options2 === "function") {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      if (options2.autoClose == null) options2.autoClose = true;
      if (options2.lazyEntries == null) options2.lazyEntries = false;
      if (options2.decodeStrings == null) options2.decodeStrings = true;
      if (options2.validateEntrySizes == null) options2.validateEntrySizes = true;
      if (options2.strictFileNames == null) options2.strictFileNames = false;
      if (callback == null) callback = defaultCallback;
      fs.open(path6, "r", function(err2, fd) {
        if (err2) return callback(err2);
        fromFd(fd, options2, function(err3, zipfile) {
          if (err3) fs.close(fd, defaultCallback);
          callback(err3, zipfile);
        });
      });
    }
    function fromFd(fd, options2, callback) {
      if (typeof options2 === "function") {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      if (options2.autoClose == null) options2.autoClose = false;
      if (options2.lazyEntries == null) options2.lazyEntries = false;
      if (options2.decodeStrings == null) options2.decodeStrings = true;
      if (options2.validateEntrySizes == null) options2.validateEntrySizes = true;
      if (options2.strictFileNames == null) options2.strictFileNames = false;
      if (callback == null) callback = defaultCallback;
      fs.fstat(fd, function(err2, stats) {
        if (err2) return callback(err2);
        var reader = new fd_slicer.FdSlicer(fd);
        fromRandomAccessReader(reader, stats.size, options2, callback);
      });
    }
    function fromBuffer(buffer2, options2, callback) {
      if (typeof options2 === "function") {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      options2.autoClose = false;
      if (options2.lazyEntries == null) options2.lazyEntries = false;
      if (options2.decodeStrings == null) options2.decodeStrings = true;
      if (options2.validateEntrySizes == null) options2.validateEntrySizes = true;
      if (options2.strictFileNames == null) options2.strictFileNames = false;
      var reader = new fd_slicer.BufferSlicer(buffer2);
      fromRandomAccessReader(reader, buffer2.length, options2, callback);
    }
    function fromRandomAccessReader(reader, totalSize, options2, callback) {
      if (typeof options2 === "function") {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      if (options2.autoClose == null) options2.autoClose = true;
      if (options2.lazyEntries == null) options2.lazyEntries = false;
      if (options2.decodeStrings == null) options2.decodeStrings = true;
      var decodeStrings = !!options2.decodeStrings;
      if (options2.validateEntrySizes == null) options2.validateEntrySizes = true;
      if (options2.strictFileNames == null) options2.strictFileNames = false;
      if (callback == null) callback = defaultCallback;
      if (typeof totalSize !== "number") throw new Error("expected totalSize parameter to be a number");
      if (totalSize > Number.MAX_SAFE_INTEGER) {
        throw new Error("zip file too large. only file sizes up to 2^52 are supported due to JavaScript's Number type being an IEEE 754 double.");
      }
      reader.ref();
      var eocdrWithoutCommentSize = 22;
      var zip64EocdlSize = 20;
      var maxCommentSize = 65535;
      var bufferSize = Math.min(zip64EocdlSize + eocdrWithoutCommentSize + maxCommentSize, totalSize);
      var buffer2 = newBuffer(bufferSize);
      var bufferReadStart = totalSize - buffer2.length;
      readAndAssertNoEof(reader, buffer2, 0, bufferSize, bufferReadStart, function(err2) {
        if (err2) return callback(err2);
        for (var i = bufferSize - eocdrWithoutCommentSize; i >= 0; i -= 1) {
          if (buffer2.readUInt32LE(i) !== 101010256) continue;
          var eocdrBuffer = buffer2.subarray(i);
          var diskNumber = eocdrBuffer.readUInt16LE(4);
          var entryCount = eocdrBuffer.readUInt16LE(10);
          var centralDirectoryOffset = eocdrBuffer.readUInt32LE(16);
          var commentLength = eocdrBuffer.readUInt16LE(20);
          var expectedCommentLength = eocdrBuffer.length - eocdrWithoutCommentSize;
          if (commentLength !== expectedCommentLength) {
            return callback(new Error("Invalid comment length. Expected: " + expectedCommentLength + ". Found: " + commentLength + ". Are there extra bytes at the end of the file? Or is the end of central dir signature `PK☺☻` in the comment?"));
          }
          var comment2 = decodeStrings ? decodeBuffer(eocdrBuffer.subarray(22), false) : eocdrBuffer.subarray(22);
          if (i - zip64EocdlSize >= 0 && buffer2.readUInt32LE(i - zip64EocdlSize) === 117853008) {
            var zip64EocdlBuffer = buffer2.subarray(i - zip64EocdlSize, i - zip64EocdlSize + zip64EocdlSize);
            var zip64EocdrOffset = readUInt64LE(zip64EocdlBuffer, 8);
            var zip64EocdrBuffer = newBuffer(56);
            return readAndAssertNoEof(reader, zip64EocdrBuffer, 0, zip64EocdrBuffer.length, zip64EocdrOffset, function(err3) {
              if (err3) return callback(err3);
              if (zip64EocdrBuffer.readUInt32LE(0) !== 101075792) {
                return callback(new Error("invalid zip64 end of central directory record signature"));
              }
              diskNumber = zip64EocdrBuffer.readUInt32LE(16);
              if (diskNumber !== 0) {
                return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
              }
              entryCount = readUInt64LE(zip64EocdrBuffer, 32);
              centralDirectoryOffset = readUInt64LE(zip64EocdrBuffer, 48);
              return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment2, options2.autoClose, options2.lazyEntries, decodeStrings, options2.validateEntrySizes, options2.strictFileNames));
            });
          }
          if (diskNumber !== 0) {
            return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
          }
          return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment2, options2.autoClose, options2.lazyEntries, decodeStrings, options2.validateEntrySizes, options2.strictFileNames));
        }
        callback(new Error("End of central directory record signature not found. Either not a zip file, or file is truncated."));
      });
    }
    util.inherits(ZipFile, EventEmitter);
    function ZipFile(reader, centralDirectoryOffset, fileSize, entryCount, comment2, autoClose, lazyEntries, decodeStrings, validateEntrySizes, strictFileNames) {
      var self = this;
      EventEmitter.call(self);
      self.reader = reader;
      self.reader.on("error", function(err2) {
        emitError(self, err2);
      });
      self.reader.once("close", function() {
        self.emit("close");
      });
      self.readEntryCursor = centralDirectoryOffset;
      self.fileSize = fileSize;
      self.entryCount = entryCount;
      self.comment = comment2;
      self.entriesRead = 0;
      self.autoClose = !!autoClose;
      self.lazyEntries = !!lazyEntries;
      self.decodeStrings = !!decodeStrings;
      self.validateEntrySizes = !!validateEntrySizes;
      self.strictFileNames = !!strictFileNames;
      self.isOpen = true;
      self.emittedError = false;
      self.hasEachEntryBeenCalled = false;
      if (!self.lazyEntries) self._readEntry();
    }
    ZipFile.prototype.close = function() {
      if (!this.isOpen) return;
      this.isOpen = false;
      this.reader.unref();
    };
    function emitErrorAndAutoClose(self, err2) {
      if (self.autoClose) self.close();
      emitError(self, err2);
    }
    function emitError(self, err2) {
      if (self.emittedError) return;
      self.emittedError = true;
      self.emit("error", err2);
    }
    ZipFile.prototype.readEntry = function() {
      if (!this.lazyEntries) throw new Error("readEntry() called without lazyEntries:true");
      this._readEntry();
    };
    ZipFile.prototype._readEntry = function() {
      var self = this;
      if (self.entryCount === self.entriesRead) {
        setImmediate(function() {
          if (self.autoClose) self.close();
          if (self.emittedError) return;
          self.emit("end");
        });
        return;
      }
      if (self.emittedError) return;
      var buffer2 = newBuffer(46);
      readAndAssertNoEof(self.reader, buffer2, 0, buffer2.length, self.readEntryCursor, function(err2) {
        if (err2) return emitErrorAndAutoClose(self, err2);
        if (self.emittedError) return;
        var entry = new Entry();
        var signature = buffer2.readUInt32LE(0);
        if (signature !== 33639248) return emitErrorAndAutoClose(self, new Error("invalid central directory file header signature: 0x" + signature.toString(16)));
        entry.versionMadeBy = buffer2.readUInt16LE(4);
        entry.versionNeededToExtract = buffer2.readUInt16LE(6);
        entry.generalPurposeBitFlag = buffer2.readUInt16LE(8);
        entry.compressionMethod = buffer2.readUInt16LE(10);
        entry.lastModFileTime = buffer2.readUInt16LE(12);
        entry.lastModFileDate = buffer2.readUInt16LE(14);
        entry.crc32 = buffer2.readUInt32LE(16);
        entry.compressedSize = buffer2.readUInt32LE(20);
        entry.uncompressedSize = buffer2.readUInt32LE(24);
        entry.fileNameLength = buffer2.readUInt16LE(28);
        entry.extraFieldLength = buffer2.readUInt16LE(30);
        entry.fileCommentLength = buffer2.readUInt16LE(32);
        entry.internalFileAttributes = buffer2.readUInt16LE(36);
        entry.externalFileAttributes = buffer2.readUInt32LE(38);
        entry.relativeOffsetOfLocalHeader = buffer2.readUInt32LE(42);
        if (entry.generalPurposeBitFlag & 64) return emitErrorAndAutoClose(self, new Error("strong encryption is not supported"));
        self.readEntryCursor += 46;
        buffer2 = newBuffer(entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength);
        readAndAssertNoEof(self.reader, buffer2, 0, buffer2.length, self.readEntryCursor, function(err3) {
          if (err3) return emitErrorAndAutoClose(self, err3);
          if (self.emittedError) return;
          entry.fileNameRaw = buffer2.subarray(0, entry.fileNameLength);
          var fileCommentStart = entry.fileNameLength + entry.extraFieldLength;
          entry.extraFieldRaw = buffer2.subarray(entry.fileNameLength, fileCommentStart);
          entry.fileCommentRaw = buffer2.subarray(fileCommentStart, fileCommentStart + entry.fileCommentLength);
          try {
            entry.extraFields = parseExtraFields(entry.extraFieldRaw);
          } catch (err4) {
            return emitErrorAndAutoClose(self, err4);
          }
          if (self.decodeStrings) {
            var isUtf8 = (entry.generalPurposeBitFlag & 2048) !== 0;
            entry.fileComment = decodeBuffer(entry.fileCommentRaw, isUtf8);
            entry.fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, self.strictFileNames);
            var errorMessage = validateFileName(entry.fileName);
            if (errorMessage != null) return emitErrorAndAutoClose(self, new Error(errorMessage));
          } else {
            entry.fileComment = entry.fileCommentRaw;
            entry.fileName = entry.fileNameRaw;
          }
          entry.comment = entry.fileComment;
          self.readEntryCursor += buffer2.length;
          self.entriesRead += 1;
          for (var i = 0; i < entry.extraFields.length; i++) {
            var extraField = entry.extraFields[i];
            if (extraField.id !== 1) continue;
            var zip64EiefBuffer = extraField.data;
            var index = 0;
            if (entry.uncompressedSize === 4294967295) {
              if (index + 8 > zip64EiefBuffer.length) {
                return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include uncompressed size"));
              }
              entry.uncompressedSize = readUInt64LE(zip64EiefBuffer, index);
              index += 8;
            }
            if (entry.compressedSize === 4294967295) {
              if (index + 8 > zip64EiefBuffer.length) {
                return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include compressed size"));
              }
              entry.compressedSize = readUInt64LE(zip64EiefBuffer, index);
              index += 8;
            }
            if (entry.relativeOffsetOfLocalHeader === 4294967295) {
              if (index + 8 > zip64EiefBuffer.length) {
                return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include relative header offset"));
              }
              entry.relativeOffsetOfLocalHeader = readUInt64LE(zip64EiefBuffer, index);
              index += 8;
            }
            break;
          }
          if (self.validateEntrySizes && entry.compressionMethod === 0) {
            var expectedCompressedSize = entry.uncompressedSize;
            if (entry.isEncrypted()) {
              expectedCompressedSize += 12;
            }
            if (entry.compressedSize !== expectedCompressedSize) {
              var msg = "compressed/uncompressed size mismatch for stored file: " + entry.compressedSize + " != " + entry.uncompressedSize;
              return emitErrorAndAutoClose(self, new Error(msg));
            }
          }
          self.emit("entry", entry);
          if (!self.lazyEntries) self._readEntry();
        });
      });
    };
    ZipFile.prototype.eachEntry = function() {
      const self = this;
      if (!self.lazyEntries) throw new Error("eachEntry() requires lazyEntries: true");
      if (self.hasEachEntryBeenCalled) throw new Error("eachEntry() must only be called once per ZipFile");
      self.hasEachEntryBeenCalled = true;
      let pendingResolveReject = null;
      self.on("entry", onEntry);
      self.on("end", onEnd);
      self.on("error", onError);
      function cleanup() {
        self.removeListener("entry", onEntry);
        self.removeListener("end", onEnd);
        self.removeListener("error", onError);
        if (self.autoClose) self.close();
      }
      function onEntry(entry) {
        let { resolve } = pendingResolveReject;
        pendingResolveReject = null;
        resolve({ value: entry });
      }
      function onEnd() {
        let { resolve } = pendingResolveReject;
        pendingResolveReject = null;
        cleanup();
        resolve({ done: true });
      }
      function onError(err2) {
        let { reject } = pendingResolveReject;
        pendingResolveReject = null;
        cleanup();
        reject(err2);
      }
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        next() {
          const promise = new Promise((resolve, reject) => {
            if (pendingResolveReject != null) throw new Error("next() called before previous Promise was resolved.");
            pendingResolveReject = { resolve, reject };
          });
          self.readEntry();
          return promise;
        },
        return(value2) {
          cleanup();
          return Promise.resolve({ done: true, value: value2 });
        },
        throw(value2) {
          cleanup();
          return Promise.reject(value2);
        }
      };
    };
    ZipFile.prototype.openReadStream = function(entry, options2, callback) {
      var self = this;
      var relativeStart = 0;
      var relativeEnd = entry.compressedSize;
      if (callback == null) {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) {
        options2 = {};
      } else {
        if (options2.decodeFileData === false) {
          if (options2.decrypt != null) {
            throw new Error("cannot use options.decrypt when options.decodeFileData === false");
          }
          if (options2.decompress != null) {
            throw new Error("cannot use options.decompress when options.decodeFileData === false");
          }
        } else {
          if (options2.decrypt != null) {
            if (!entry.isEncrypted()) {
              throw new Error("options.decrypt can only be specified for encrypted entries. See also option decodeFileData.");
            }
            if (options2.decrypt !== false) throw new Error("invalid options.decrypt value: " + options2.decrypt);
            if (entry.isCompressed()) {
              if (options2.decompress !== false) throw new Error("entry is encrypted and compressed, and options.decompress !== false. See also option decodeFileData.");
            }
          }
          if (options2.decompress != null) {
            if (!entry.isCompressed()) {
              throw new Error("options.decompress can only be specified for compressed entries. See also option decodeFileData.");
            }
            if (!(options2.decompress === false || options2.decompress === true)) {
              throw new Error("invalid options.decompress value: " + options2.decompress);
            }
            decompress = options2.decompress;
          }
        }
        if (options2.start != null) {
          relativeStart = options2.start;
          if (relativeStart < 0) throw new Error("options.start < 0");
          if (relativeStart > entry.compressedSize) throw new Error("options.start > entry.compressedSize");
        }
        if (options2.end != null) {
          relativeEnd = options2.end;
          if (relativeEnd < 0) throw new Error("options.end < 0");
          if (relativeEnd > entry.compressedSize) throw new Error("options.end > entry.compressedSize");
          if (relativeEnd < relativeStart) throw new Error("options.end < options.start");
        }
      }
      var rawMode = options2.decodeFileData === false || // Explicitly requested raw.
      (entry.compressionMethod === 0 || // Naturally without compression.
      entry.compressionMethod === 8 && options2.decompress === false) && (!entry.isEncrypted() || // Naturally without encryption.
      options2.decrypt === false);
      if (options2.start != null || options2.end != null) {
        if (!rawMode) throw new Error("start/end range require options.decodeFileData === false for non-trivial encoded entries.");
      }
      if (!self.isOpen) return callback(new Error("closed"));
      if (entry.isEncrypted() && !rawMode) {
        if (options2.decrypt !== false) return callback(new Error("entry is encrypted, and options.decodeFileData !== false"));
      }
      var decompress;
      if (rawMode) {
        decompress = false;
      } else if (entry.compressionMethod === 8) {
        decompress = options2.decodeFileData !== true;
      } else {
        return callback(new Error("unsupported compression method: " + entry.compressionMethod));
      }
      self.readLocalFileHeader(entry, { minimal: true }, function(err2, localFileHeader) {
        if (err2) return callback(err2);
        self.openReadStreamLowLevel(
          localFileHeader.fileDataStart,
          entry.compressedSize,
          relativeStart,
          relativeEnd,
          decompress,
          entry.uncompressedSize,
          callback
        );
      });
    };
    ZipFile.prototype.openReadStreamLowLevel = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, callback) {
      var self = this;
      var fileDataEnd = fileDataStart + compressedSize;
      var readStream = self.reader.createReadStream({
        start: fileDataStart + relativeStart,
        end: fileDataStart + relativeEnd
      });
      var endpointStream = readStream;
      if (decompress) {
        var destroyed = false;
        var inflateFilter = zlib2.createInflateRaw();
        readStream.on("error", function(err2) {
          setImmediate(function() {
            if (!destroyed) inflateFilter.emit("error", err2);
          });
        });
        readStream.pipe(inflateFilter);
        if (self.validateEntrySizes) {
          endpointStream = new AssertByteCountStream(uncompressedSize);
          inflateFilter.on("error", function(err2) {
            setImmediate(function() {
              if (!destroyed) endpointStream.emit("error", err2);
            });
          });
          inflateFilter.pipe(endpointStream);
        } else {
          endpointStream = inflateFilter;
        }
        installDestroyFn(endpointStream, function() {
          destroyed = true;
          if (inflateFilter !== endpointStream) inflateFilter.unpipe(endpointStream);
          readStream.unpipe(inflateFilter);
          readStream.destroy();
        });
      }
      callback(null, endpointStream);
    };
    ZipFile.prototype.readLocalFileHeader = function(entry, options2, callback) {
      var self = this;
      if (callback == null) {
        callback = options2;
        options2 = null;
      }
      if (options2 == null) options2 = {};
      self.reader.ref();
      var buffer2 = newBuffer(30);
      readAndAssertNoEof(self.reader, buffer2, 0, buffer2.length, entry.relativeOffsetOfLocalHeader, function(err2) {
        try {
          if (err2) return callback(err2);
          var signature = buffer2.readUInt32LE(0);
          if (signature !== 67324752) {
            return callback(new Error("invalid local file header signature: 0x" + signature.toString(16)));
          }
          var fileNameLength = buffer2.readUInt16LE(26);
          var extraFieldLength = buffer2.readUInt16LE(28);
          var fileDataStart = entry.relativeOffsetOfLocalHeader + 30 + fileNameLength + extraFieldLength;
          if (fileDataStart + entry.compressedSize > self.fileSize) {
            return callback(new Error("file data overflows file bounds: " + fileDataStart + " + " + entry.compressedSize + " > " + self.fileSize));
          }
          if (options2.minimal) {
            return callback(null, { fileDataStart });
          }
          var localFileHeader = new LocalFileHeader();
          localFileHeader.fileDataStart = fileDataStart;
          localFileHeader.versionNeededToExtract = buffer2.readUInt16LE(4);
          localFileHeader.generalPurposeBitFlag = buffer2.readUInt16LE(6);
          localFileHeader.compressionMethod = buffer2.readUInt16LE(8);
          localFileHeader.lastModFileTime = buffer2.readUInt16LE(10);
          localFileHeader.lastModFileDate = buffer2.readUInt16LE(12);
          localFileHeader.crc32 = buffer2.readUInt32LE(14);
          localFileHeader.compressedSize = buffer2.readUInt32LE(18);
          localFileHeader.uncompressedSize = buffer2.readUInt32LE(22);
          localFileHeader.fileNameLength = fileNameLength;
          localFileHeader.extraFieldLength = extraFieldLength;
          buffer2 = newBuffer(fileNameLength + extraFieldLength);
          self.reader.ref();
          readAndAssertNoEof(self.reader, buffer2, 0, buffer2.length, entry.relativeOffsetOfLocalHeader + 30, function(err3) {
            try {
              if (err3) return callback(err3);
              localFileHeader.fileName = buffer2.subarray(0, fileNameLength);
              localFileHeader.extraField = buffer2.subarray(fileNameLength);
              return callback(null, localFileHeader);
            } finally {
              self.reader.unref();
            }
          });
        } finally {
          self.reader.unref();
        }
      });
    };
    ZipFile.prototype.openReadStreamPromise = function(entry, options2) {
      return new Promise((resolve, reject) => {
        this.openReadStream(entry, options2, function(err2, readStream) {
          if (err2) return reject(err2);
          resolve(readStream);
        });
      });
    };
    ZipFile.prototype.openReadStreamLowLevelPromise = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize) {
      return new Promise((resolve, reject) => {
        this.openReadStream(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, function(err2, readStream) {
          if (err2) return reject(err2);
          resolve(readStream);
        });
      });
    };
    ZipFile.prototype.readLocalFileHeaderPromise = function(entry, options2) {
      return new Promise((resolve, reject) => {
        this.readLocalFileHeader(entry, options2, function(err2, localFileHeader) {
          if (err2) return reject(err2);
          resolve(localFileHeader);
        });
      });
    };
    function Entry() {
    }
    Entry.prototype.getLastModDate = function(options2) {
      if (options2 == null) options2 = {};
      if (!options2.forceDosFormat) {
        for (var i = 0; i < this.extraFields.length; i++) {
          var extraField = this.extraFields[i];
          if (extraField.id === 21589) {
            var data = extraField.data;
            if (data.length < 5) continue;
            var flags = data[0];
            var HAS_MTIME = 1;
            if (!(flags & HAS_MTIME)) continue;
            var posixTimestamp = data.readInt32LE(1);
            return new Date(posixTimestamp * 1e3);
          } else if (extraField.id === 10) {
            var data = extraField.data;
            if (data.length !== 32) continue;
            if (data.readUInt16LE(4) !== 1) continue;
            if (data.readUInt16LE(6) !== 24) continue;
            var hundredNanoSecondsSince1601 = data.readUInt32LE(8) + 4294967296 * data.readInt32LE(12);
            var millisecondsSince1970 = hundredNanoSecondsSince1601 / 1e4 - 116444736e5;
            return new Date(millisecondsSince1970);
          }
        }
      }
      return dosDateTimeToDate(this.lastModFileDate, this.lastModFileTime, options2.timezone);
    };
    Entry.prototype.canDecodeFileData = function() {
      return !this.isEncrypted() && (this.compressionMethod === 0 || this.compressionMethod === 8);
    };
    Entry.prototype.isEncrypted = function() {
      return (this.generalPurposeBitFlag & 1) !== 0;
    };
    Entry.prototype.isCompressed = function() {
      return this.compressionMethod === 8;
    };
    function LocalFileHeader() {
    }
    function dosDateTimeToDate(date, time, timezone) {
      var day = date & 31;
      var month = (date >> 5 & 15) - 1;
      var year = (date >> 9 & 127) + 1980;
      var millisecond = 0;
      var second = (time & 31) * 2;
      var minute = time >> 5 & 63;
      var hour = time >> 11 & 31;
      if (timezone == null || timezone === "local") {
        return new Date(year, month, day, hour, minute, second, millisecond);
      } else if (timezone === "UTC") {
        return new Date(Date.UTC(year, month, day, hour, minute, second, millisecond));
      } else {
        throw new Error("unrecognized options.timezone: " + options.timezone);
      }
    }
    function getFileNameLowLevel(generalPurposeBitFlag, fileNameBuffer, extraFields, strictFileNames) {
      var fileName = null;
      for (var i = 0; i < extraFields.length; i++) {
        var extraField = extraFields[i];
        if (extraField.id === 28789) {
          if (extraField.data.length < 6) {
            continue;
          }
          if (extraField.data.readUInt8(0) !== 1) {
            continue;
          }
          var oldNameCrc32 = extraField.data.readUInt32LE(1);
          if (crc32(fileNameBuffer) !== oldNameCrc32) {
            continue;
          }
          fileName = decodeBuffer(extraField.data.subarray(5), true);
          break;
        }
      }
      if (fileName == null) {
        var isUtf8 = (generalPurposeBitFlag & 2048) !== 0;
        fileName = decodeBuffer(fileNameBuffer, isUtf8);
      }
      if (!strictFileNames) {
        fileName = fileName.replace(/\\/g, "/");
      }
      return fileName;
    }
    function validateFileName(fileName) {
      if (fileName.indexOf("\\") !== -1) {
        return "invalid characters in fileName: " + fileName;
      }
      if (/^[a-zA-Z]:/.test(fileName) || /^\//.test(fileName)) {
        return "absolute path: " + fileName;
      }
      if (fileName.split("/").indexOf("..") !== -1) {
        return "invalid relative path: " + fileName;
      }
      return null;
    }
    function parseExtraFields(extraFieldBuffer) {
      var extraFields = [];
      var i = 0;
      while (i < extraFieldBuffer.length - 3) {
        var headerId = extraFieldBuffer.readUInt16LE(i + 0);
        var dataSize = extraFieldBuffer.readUInt16LE(i + 2);
        var dataStart = i + 4;
        var dataEnd = dataStart + dataSize;
        if (dataEnd > extraFieldBuffer.length) throw new Error("extra field length exceeds extra field buffer size");
        var dataBuffer = extraFieldBuffer.subarray(dataStart, dataEnd);
        extraFields.push({
          id: headerId,
          data: dataBuffer
        });
        i = dataEnd;
      }
      return extraFields;
    }
    function readAndAssertNoEof(reader, buffer2, offset, length, position, callback) {
      if (length === 0) {
        return setImmediate(function() {
          callback(null, newBuffer(0));
        });
      }
      reader.read(buffer2, offset, length, position, function(err2, bytesRead) {
        if (err2) return callback(err2);
        if (bytesRead < length) {
          return callback(new Error("unexpected EOF"));
        }
        callback();
      });
    }
    util.inherits(AssertByteCountStream, Transform);
    function AssertByteCountStream(byteCount) {
      Transform.call(this);
      this.actualByteCount = 0;
      this.expectedByteCount = byteCount;
    }
    AssertByteCountStream.prototype._transform = function(chunk, encoding, cb) {
      this.actualByteCount += chunk.length;
      if (this.actualByteCount > this.expectedByteCount) {
        var msg = "too many bytes in the stream. expected " + this.expectedByteCount + ". got at least " + this.actualByteCount;
        return cb(new Error(msg));
      }
      cb(null, chunk);
    };
    AssertByteCountStream.prototype._flush = function(cb) {
      if (this.actualByteCount < this.expectedByteCount) {
        var msg = "not enough bytes in the stream. expected " + this.expectedByteCount + ". got only " + this.actualByteCount;
        return cb(new Error(msg));
      }
      cb();
    };
    util.inherits(RandomAccessReader, EventEmitter);
    function RandomAccessReader() {
      EventEmitter.call(this);
      this.refCount = 0;
    }
    RandomAccessReader.prototype.ref = function() {
      this.refCount += 1;
    };
    RandomAccessReader.prototype.unref = function() {
      var self = this;
      self.refCount -= 1;
      if (self.refCount > 0) return;
      if (self.refCount < 0) throw new Error("invalid unref");
      self.close(onCloseDone);
      function onCloseDone(err2) {
        if (err2) return self.emit("error", err2);
        self.emit("close");
      }
    };
    RandomAccessReader.prototype.createReadStream = function(options2) {
      if (options2 == null) options2 = {};
      var start = options2.start;
      var end2 = options2.end;
      if (start === end2) {
        var emptyStream = new PassThrough();
        setImmediate(function() {
          emptyStream.end();
        });
        return emptyStream;
      }
      var stream = this._readStreamForRange(start, end2);
      var destroyed = false;
      var refUnrefFilter = new RefUnrefFilter(this);
      stream.on("error", function(err2) {
        setImmediate(function() {
          if (!destroyed) refUnrefFilter.emit("error", err2);
        });
      });
      installDestroyFn(refUnrefFilter, function() {
        stream.unpipe(refUnrefFilter);
        refUnrefFilter.unref();
        stream.destroy();
      });
      var byteCounter = new AssertByteCountStream(end2 - start);
      refUnrefFilter.on("error", function(err2) {
        setImmediate(function() {
          if (!destroyed) byteCounter.emit("error", err2);
        });
      });
      installDestroyFn(byteCounter, function() {
        destroyed = true;
        refUnrefFilter.unpipe(byteCounter);
        refUnrefFilter.destroy();
      });
      return stream.pipe(refUnrefFilter).pipe(byteCounter);
    };
    RandomAccessReader.prototype._readStreamForRange = function(start, end2) {
      throw new Error("not implemented");
    };
    RandomAccessReader.prototype.read = function(buffer2, offset, length, position, callback) {
      var readStream = this.createReadStream({ start: position, end: position + length });
      var writeStream = new Writable();
      var written = 0;
      writeStream._write = function(chunk, encoding, cb) {
        chunk.copy(buffer2, offset + written, 0, chunk.length);
        written += chunk.length;
        cb();
      };
      writeStream.on("finish", callback);
      readStream.on("error", function(error) {
        callback(error);
      });
      readStream.pipe(writeStream);
    };
    RandomAccessReader.prototype.close = function(callback) {
      setImmediate(callback);
    };
    util.inherits(RefUnrefFilter, PassThrough);
    function RefUnrefFilter(context) {
      PassThrough.call(this);
      this.context = context;
      this.context.ref();
      this.unreffedYet = false;
    }
    RefUnrefFilter.prototype._flush = function(cb) {
      this.unref();
      cb();
    };
    RefUnrefFilter.prototype.unref = function(cb) {
      if (this.unreffedYet) return;
      this.unreffedYet = true;
      this.context.unref();
    };
    var cp437 = "\0☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼ !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ";
    function decodeBuffer(buffer2, isUtf8) {
      if (isUtf8) {
        return buffer2.toString("utf8");
      } else {
        var result2 = "";
        for (var i = 0; i < buffer2.length; i++) {
          result2 += cp437[buffer2[i]];
        }
        return result2;
      }
    }
    function readUInt64LE(buffer2, offset) {
      var lower32 = buffer2.readUInt32LE(offset);
      var upper32 = buffer2.readUInt32LE(offset + 4);
      return upper32 * 4294967296 + lower32;
    }
    var newBuffer;
    if (typeof Buffer.allocUnsafe === "function") {
      newBuffer = function(len) {
        return Buffer.allocUnsafe(len);
      };
    } else {
      newBuffer = function(len) {
        return new Buffer(len);
      };
    }
    function installDestroyFn(stream, fn) {
      if (typeof stream.destroy === "function") {
        stream._destroy = function(err2, cb) {
          fn();
          if (cb != null) cb(err2);
        };
      } else {
        stream.destroy = fn;
      }
    }
    function defaultCallback(err2) {
      if (err2) throw err2;
    }
  }
});

// src/action/gate.ts
import { readFileSync } from "node:fs";
import path5 from "node:path";

// src/base/diagnostic.ts
var SEVERITIES = {
  // text → objects
  "yaml-syntax": "error",
  "json-syntax": "error",
  "yaml-too-deep": "error",
  "yaml-too-many-aliases": "error",
  "file-too-large": "error",
  "file-not-utf8": "error",
  "too-many-documents": "error",
  "duplicate-key": "error",
  "template-not-rendered": "notice",
  "not-an-object": "notice",
  "missing-name": "error",
  "bad-metadata": "error",
  "default-namespace-used": "notice",
  "namespace-on-global": "warning",
  "duplicate-object": "error",
  "duplicate-object-before": "warning",
  // objects → model
  "wrong-type": "error",
  "missing-field": "error",
  "unknown-field": "error",
  "unknown-field-pruned": "warning",
  "bad-value": "error",
  "bad-selector": "error",
  "bad-cidr": "error",
  "cidr-host-bits": "error",
  "bad-port": "error",
  "bad-protocol": "error",
  "port-without-protocol": "error",
  "rule-refused": "error",
  "fields-exclude-each-other": "error",
  "field-requires": "error",
  "felix-drops-policy": "warning",
  "rule-dropped": "warning",
  "rule-becomes-deny-all": "warning",
  "unknown-tier": "warning",
  "field-not-modelled": "warning",
  "kind-not-modelled": "warning",
  "not-watched": "warning",
  "service-without-namespace": "warning",
  "rules-without-type": "warning",
  "condition-ignored": "warning",
  // snapshot
  "snapshot-unreadable": "error",
  "snapshot-empty": "error",
  "snapshots-differ": "error",
  "record-unreadable": "warning",
  "record-unresolved": "warning",
  "html-not-flows": "error",
  "file-not-recognised": "notice",
  "dialect-refused": "warning",
  "dialect-not-used": "notice",
  "object-twice": "notice",
  "snapshot-object-unreadable": "warning",
  "age-unknown": "error",
  // configuration
  "config-invalid": "error",
  "config-unknown-key": "error",
  "input-invalid": "error",
  "expectation-invalid": "error",
  "expectation-unmatched": "warning",
  "waiver-expired": "error",
  // the run as a whole: these stop it
  "snapshot-missing": "error",
  "snapshot-too-old": "error",
  "snapshot-untrusted": "error",
  "side-unreadable": "error",
  "github-permission": "error",
  "github-api": "error",
  internal: "error"
};
var InputError = class extends Error {
  diagnostics;
  constructor(diagnostics2) {
    super(diagnostics2.map((one) => `${one.code}: ${one.args.join(", ")}`).join("; "));
    this.name = "InputError";
    this.diagnostics = diagnostics2;
  }
};
var stop = (code2, args, at2) => new InputError([{ code: code2, at: at2, args }]);

// src/base/tool.ts
var TOOL = { name: "netpol-preflight", version: "0.1.0" };

// src/model/conclusion.ts
var LIMIT_NAMES = ["newly-denied", "newly-allowed", "uncertain"];

// src/base/ip.ts
var V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
var V6_MAX = (1n << 128n) - 1n;
var V4_MAX = (1n << 32n) - 1n;
var bitsOf = (family) => family === 4 ? 32 : 128;
var lastAddress = (family) => family === 4 ? V4_MAX : V6_MAX;
function parseV4(text) {
  if (!V4.test(text)) return void 0;
  let value2 = 0;
  for (const part4 of text.split(".")) value2 = value2 * 256 + Number(part4);
  return value2;
}
var HEXTET = /^[0-9a-fA-F]{1,4}$/;
function parseV6(text) {
  let head = text;
  const groups = [];
  const tail = [];
  const dotted = head.lastIndexOf(":");
  let dottedParts = [];
  if (head.includes(".")) {
    const v4 = parseV4(head.slice(dotted + 1));
    if (v4 === void 0) return void 0;
    dottedParts = [Math.floor(v4 / 65536), v4 % 65536];
    head = `${head.slice(0, dotted + 1)}${dottedParts.map((part4) => part4.toString(16)).join(":")}`;
  }
  const halves = head.split("::");
  if (halves.length > 2) return void 0;
  for (const [half, into2] of [
    [halves[0] ?? "", groups],
    [halves[1] ?? "", tail]
  ]) {
    if (half === "") continue;
    for (const group of half.split(":")) {
      if (!HEXTET.test(group)) return void 0;
      into2.push(Number.parseInt(group, 16));
    }
  }
  const missing = 8 - groups.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return void 0;
  let value2 = 0n;
  for (const group of [...groups, ...Array.from({ length: missing }, () => 0), ...tail])
    value2 = value2 << 16n | BigInt(group);
  return value2;
}
function parseIp(text) {
  if (!text.includes(":")) {
    const v4 = parseV4(text);
    return v4 === void 0 ? void 0 : { family: 4, value: BigInt(v4) };
  }
  const value2 = parseV6(text);
  if (value2 === void 0) return void 0;
  return value2 >> 32n === 0xffffn ? { family: 4, value: value2 & V4_MAX } : { family: 6, value: value2 };
}
var PREFIX = /^(?:0|[1-9]\d?|1[01]\d|12[0-8])$/;
function parseCidr(text) {
  const slash = text.indexOf("/");
  if (slash < 0) return void 0;
  const ip = parseIp(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (ip === void 0 || !PREFIX.test(length)) return void 0;
  const prefix2 = Number(length);
  if (prefix2 > bitsOf(ip.family)) return void 0;
  const cidr = cidrOf(ip, prefix2);
  return { ...cidr, hostBits: cidr.first !== ip.value };
}
function parseNet(text) {
  if (text.includes("/")) return parseCidr(text);
  const ip = parseIp(text);
  return ip === void 0 ? void 0 : cidrOf(ip, bitsOf(ip.family));
}
function cidrOf(ip, prefix2) {
  const host = BigInt(bitsOf(ip.family) - prefix2);
  const first2 = ip.value >> host << host;
  return { family: ip.family, first: first2, last: first2 + (1n << host) - 1n, prefix: prefix2 };
}
var contains = (range3, ip) => range3.family === ip.family && range3.first <= ip.value && ip.value <= range3.last;
function printIp(ip) {
  if (ip.family === 4) {
    const value2 = Number(ip.value);
    return [24, 16, 8, 0].map((shift) => Math.floor(value2 / 2 ** shift) % 256).join(".");
  }
  const groups = Array.from({ length: 8 }, (_, i) => Number(ip.value >> BigInt(112 - 16 * i) & 0xffffn));
  const zeros = longestZeros(groups);
  const hex2 = (from, to) => groups.slice(from, to).map((group) => group.toString(16)).join(":");
  return zeros.length < 2 ? hex2(0, 8) : `${hex2(0, zeros.start)}::${hex2(zeros.start + zeros.length, 8)}`;
}
function longestZeros(groups) {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let i = 0; i <= groups.length; i++) {
    if (i < groups.length && groups[i] === 0) continue;
    if (i - start > best.length) best = { start, length: i - start };
    start = i + 1;
  }
  return best;
}
var printCidr = (cidr) => `${printIp({ family: cidr.family, value: cidr.first })}/${String(cidr.prefix)}`;
function cidrsOf(range3) {
  const cidrs = [];
  const bits = bitsOf(range3.family);
  let first2 = range3.first;
  while (first2 <= range3.last) {
    let prefix2 = bits;
    while (prefix2 > 0) {
      const wider2 = cidrOf({ family: range3.family, value: first2 }, prefix2 - 1);
      if (wider2.first !== first2 || wider2.last > range3.last) break;
      prefix2--;
    }
    const cidr = cidrOf({ family: range3.family, value: first2 }, prefix2);
    cidrs.push(cidr);
    first2 = cidr.last + 1n;
  }
  return cidrs;
}
function subtract(ranges, holes) {
  const out = [];
  for (const family of [4, 6]) {
    const sortedHoles = union(holes.filter((hole) => hole.family === family));
    let at2 = 0;
    for (const range3 of union(ranges.filter((one) => one.family === family))) {
      let first2 = range3.first;
      while (at2 < sortedHoles.length && (sortedHoles[at2]?.last ?? 0n) < first2) at2++;
      for (let i = at2; i < sortedHoles.length; i++) {
        const hole = sortedHoles[i];
        if (hole === void 0 || hole.first > range3.last) break;
        if (hole.first > first2) out.push({ family, first: first2, last: hole.first - 1n });
        first2 = hole.last + 1n;
      }
      if (first2 <= range3.last) out.push({ family, first: first2, last: range3.last });
    }
  }
  return out;
}
function union(ranges) {
  const sorted = [...ranges].sort((a, b) => a.first < b.first ? -1 : a.first > b.first ? 1 : 0);
  const out = [];
  for (const range3 of sorted) {
    const top = out.at(-1);
    if (top !== void 0 && range3.first <= top.last + 1n) {
      if (range3.last > top.last) top.last = range3.last;
    } else out.push({ ...range3 });
  }
  return out;
}

// src/model/flow-pattern.ts
function parseEndPattern(text) {
  const net = parseNet(text);
  if (text === "*") return { text, net, segments: void 0, prefix: "" };
  const segments = parseSegments(text);
  const wild = segments.findIndex(({ length }) => length > 1);
  const literal2 = wild < 0 ? segments : segments.slice(0, wild + 1);
  return { text, net, segments, prefix: literal2.map(([first2 = ""]) => first2).join("/") };
}
function parseSegments(text) {
  let pieces = [""];
  const segments = [pieces];
  for (let i = 0; i < text.length; i++) {
    const escaped2 = text[i] === "\\" && i + 1 < text.length;
    if (escaped2) i++;
    const char = text[i] ?? "";
    if (char === "/") segments.push(pieces = [""]);
    else if (char === "*" && !escaped2) pieces.push("");
    else pieces.push((pieces.pop() ?? "") + char);
  }
  return segments;
}
function matchesName({ prefix: prefix2, segments }, name3) {
  if (segments === void 0) return true;
  if (!name3.startsWith(prefix2)) return false;
  const parts = name3.split("/");
  return parts.length === segments.length && segments.every((segment, i) => matchesPart(segment, parts[i] ?? ""));
}
function matchesPart(pieces, part4) {
  const [first2 = "", ...rest] = pieces;
  const last2 = rest.pop();
  if (last2 === void 0) return part4 === first2;
  if (part4.length < first2.length + last2.length || !part4.startsWith(first2) || !part4.endsWith(last2)) return false;
  const end2 = part4.length - last2.length;
  let at2 = first2.length;
  for (const piece of rest) {
    const found = part4.indexOf(piece, at2);
    if (found < 0 || found + piece.length > end2) return false;
    at2 = found + piece.length;
  }
  return true;
}
function matchesEnd(pattern, end2) {
  if (pattern.net !== void 0 && end2.is === "address") {
    const ip = parseIp(end2.name);
    if (ip !== void 0 && contains(pattern.net, ip)) return true;
  }
  return matchesName(pattern, end2.name);
}
var matchesFlow = ({ destination: destination2, port: port2, protocol: protocol3, source: source2 }, flow) => (protocol3 === void 0 || protocol3 === flow.protocol) && (port2 === void 0 || port2 === (flow.destinationPort ?? "none")) && matchesEnd(source2, flow.source) && matchesEnd(destination2, flow.destination);
function patternOf(end2) {
  const literal2 = end2.name.replace(/[\\*]/g, "\\$&");
  const isNet = parseNet(literal2) !== void 0;
  const isAddress = end2.is === "address" && !literal2.includes("/");
  return isNet && !isAddress ? `\\${literal2}` : literal2;
}

// src/base/order.ts
var byText = (a, b) => a < b ? -1 : a > b ? 1 : 0;
function byKeys(...keys) {
  return (a, b) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)];
      if (x < y) return -1;
      if (x > y) return 1;
    }
    return 0;
  };
}

// src/model/protocol.ts
var NAMES = /* @__PURE__ */ new Map([
  [6, "TCP"],
  [17, "UDP"],
  [132, "SCTP"],
  [1, "ICMP"],
  [58, "ICMPv6"],
  [136, "UDPLite"]
]);
var PROTOCOL_NAMES = [...NAMES.values()];
var protocolName = (protocol3) => NAMES.get(protocol3) ?? String(protocol3);
function protocolNumber(name3) {
  for (const [number, known4] of NAMES) if (known4 === name3) return number;
  return void 0;
}
var hasPorts = (protocol3) => protocol3 === 6 || protocol3 === 17 || protocol3 === 132;

// src/compare/yaml-scalar.ts
var PLAIN = /^[A-Za-z][A-Za-z0-9/._-]*$/;
var WORDS = /^(?:y|yes|n|no|on|off|true|false|null|inf|nan)$/i;
var yamlScalar = (text) => PLAIN.test(text) && !WORDS.test(text) ? text : `"${Array.from(text, escaped).join("")}"`;
function escaped(char) {
  if (char === '"' || char === "\\") return `\\${char}`;
  if (/^[ -~]$/.test(char) && char !== "{" && char !== "}") return char;
  const code2 = char.codePointAt(0) ?? 0;
  const hex2 = code2.toString(16);
  if (code2 <= 255) return `\\x${hex2.padStart(2, "0")}`;
  return code2 <= 65535 ? `\\u${hex2.padStart(4, "0")}` : `\\U${hex2.padStart(8, "0")}`;
}

// src/compare/expectations.ts
var expectedBy = (denials, { change, flow }) => change === "newly-denied" ? denials.find(({ flows: flows2 }) => matchesFlow(flows2, flow)) : void 0;
function unmatchedDenials(denials, deltas) {
  const open3 = new Set(deltas.length === 0 ? [] : denials);
  for (const { after, change, flow } of deltas) {
    if (change !== "newly-denied" && after.overall === "allow") continue;
    for (const entry of open3) if (matchesFlow(entry.flows, flow)) open3.delete(entry);
  }
  return [...open3];
}
var REASON = "intended by this change (say why)";
function expectationsFor(deltas) {
  const flows2 = deltas.filter(({ change }) => change === "newly-denied").map(({ flow }) => flow);
  const named2 = flows2.filter(({ destination: destination2, source: source2 }) => isNamed(source2.name) && isNamed(destination2.name));
  if (named2.length === 0) return void 0;
  const sorted = [...named2].sort(
    byKeys(
      ({ source: source2 }) => source2.name,
      ({ destination: destination2 }) => destination2.name,
      ({ protocol: protocol3 }) => protocol3,
      ({ destinationPort }) => destinationPort ?? -1
    )
  );
  return `expected-denials:
${sorted.map(entryFor).join("")}`;
}
var isNamed = (name3) => name3.trim() !== "";
function entryFor({ destination: destination2, destinationPort, protocol: protocol3, source: source2 }) {
  const lines2 = [
    ["source", yamlScalar(patternOf(source2))],
    ["destination", yamlScalar(patternOf(destination2))],
    ["protocol", protocolName(protocol3)],
    ["port", String(destinationPort ?? "none")],
    ["reason", REASON]
  ];
  return lines2.map(([key = "", value2 = ""], i) => `${i === 0 ? "  - " : "    "}${key}: ${value2}
`).join("");
}

// src/compare/gate.ts
function judge(question) {
  const { deltas, expectedDenials, limits, now, waivers } = question;
  const today = now.slice(0, 10);
  const isExpired = ({ expires }) => expires < today;
  const valid = waivers.filter((one) => !isExpired(one));
  const marks2 = deltas.map((delta) => markOf(delta, expectedDenials, valid));
  const missed = waivers.filter(
    (waiver) => isExpired(waiver) && deltas.some((delta, i) => counts(marks2[i]) && isMissed(waiver, delta, limits))
  );
  const unmatched = unmatchedDenials(expectedDenials, deltas);
  const counted2 = countFlows(deltas, marks2);
  const reasons2 = [
    ...overLimit(counted2, limits),
    ...beyondFlows(question),
    ...otherReasons(question, missed.length)
  ];
  return {
    conclusion: { result: reasons2.length === 0 ? "pass" : "fail", reasons: reasons2 },
    counts: counted2,
    marks: marks2,
    unmatched,
    waivers: waivers.map((waiver) => ({
      owner: waiver.owner,
      reason: waiver.reason,
      expires: waiver.expires,
      expired: isExpired(waiver),
      matched: deltas.filter((delta) => covers(waiver, delta)).length
    })),
    diagnostics: [
      ...unmatched.map(({ at: at2, text }) => ({ code: "expectation-unmatched", at: at2, args: [text] })),
      ...missed.map(
        ({ at: at2, expires, owner, reason }) => ({ code: "waiver-expired", at: at2, args: [owner, expires, reason] })
      )
    ]
  };
}
function exitCodeOf({ result: result2 }, failOn) {
  switch (result2) {
    case "pass":
      return 0;
    case "fail":
      return failOn === "never" ? 0 : 1;
    case "error":
      return 2;
  }
}
var LIMIT_OF = {
  "newly-denied": "newly-denied",
  "newly-allowed": "newly-allowed",
  "now-uncertain": "uncertain",
  rerouted: void 0,
  unchanged: void 0
};
function covers({ changes, flows: flows2 }, { change, flow }) {
  const limit3 = LIMIT_OF[change];
  return limit3 !== void 0 && changes.includes(limit3) && matchesFlow(flows2, flow);
}
var isMissed = (waiver, delta, limits) => covers(waiver, delta) && !(delta.change === "now-uncertain" && limits.uncertain === "unlimited");
function markOf(delta, expectedDenials, valid) {
  const expected2 = expectedBy(expectedDenials, delta);
  return { expected: expected2, waiver: expected2 === void 0 ? valid.find((waiver) => covers(waiver, delta)) : void 0 };
}
var counts = (mark) => mark?.expected === void 0 && mark?.waiver === void 0;
function countFlows(deltas, marks2) {
  const count3 = (change) => deltas.filter((delta, i) => delta.change === change && counts(marks2[i])).length;
  return {
    newlyDenied: count3("newly-denied"),
    newlyAllowed: count3("newly-allowed"),
    uncertain: count3("now-uncertain"),
    rerouted: count3("rerouted"),
    unchanged: count3("unchanged"),
    expectedDenied: marks2.filter(({ expected: expected2 }) => expected2 !== void 0).length,
    waived: marks2.filter(({ waiver }) => waiver !== void 0).length,
    // Their deltas do not come here.
    quarantined: 0
  };
}
function overLimit(counted2, limits) {
  const counts3 = {
    "newly-denied": counted2.newlyDenied,
    "newly-allowed": counted2.newlyAllowed,
    uncertain: counted2.uncertain
  };
  return LIMIT_NAMES.flatMap((what) => {
    const limit3 = limits[what];
    const count3 = counts3[what];
    return limit3 === "unlimited" || count3 <= limit3 ? [] : [{ is: "over-limit", what, count: count3, limit: limit3 }];
  });
}
function beyondFlows({ declared, evidence: evidence2 }) {
  const reasons2 = [];
  if (declared !== void 0 && declared.limit !== "unlimited" && declared.denied > declared.limit)
    reasons2.push({ is: "declared-over-limit", count: declared.denied, limit: declared.limit });
  if (evidence2 !== void 0 && evidence2.score < evidence2.minimum)
    reasons2.push({ is: "evidence-too-thin", score: evidence2.score, minimum: evidence2.minimum });
  return reasons2;
}
function otherReasons(question, expiredWaivers2) {
  const failed = question.assertions.filter(({ holds: holds2 }) => !holds2).length;
  const malformed = question.malformedChange === "fail" ? question.malformedChanges : 0;
  const reasons2 = [
    { is: "assertion-failed", count: failed },
    { is: "malformed-change", count: malformed },
    { is: "waiver-expired", count: expiredWaivers2 }
  ];
  return reasons2.filter(({ count: count3 }) => count3 > 0);
}

// src/base/lines.ts
var Lines = class {
  #text;
  #starts;
  constructor(text) {
    this.#text = text;
  }
  /** The place of an offset in UTF-16 code units; one outside the text is taken as its nearest end */
  at(offset) {
    this.#starts ??= lineStarts(this.#text);
    const wanted = Math.max(0, Math.min(offset, this.#text.length));
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = low + high + 1 >> 1;
      if ((this.#starts[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: wanted - (this.#starts[low] ?? 0) + 1 };
  }
};
function lineStarts(text) {
  const starts = [0];
  for (const lineBreak of text.matchAll(/\r\n?|\n/g)) starts.push(lineBreak.index + lineBreak[0].length);
  return starts;
}

// src/base/nearest.ts
var LIMIT = 2;
function nearest(word, words) {
  const wanted = word.toLowerCase();
  let best;
  let least2 = Math.min(LIMIT, wanted.length - 1) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - wanted.length) >= least2) continue;
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < least2) [best, least2] = [candidate, edits];
  }
  return best;
}
function distance(a, b) {
  let [twoBack, previous] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, (twoBack[j - 2] ?? 0) + 1);
      row.push(edits);
    }
    ;
    [twoBack, previous] = [previous, row];
  }
  return previous[b.length] ?? 0;
}
var closeTo = (a, b) => a !== b && distance(a, b) <= (Math.min(a.length, b.length) > 5 ? LIMIT : 1);

// src/base/location.ts
var locate = (place) => place.origin.locate(place.pointer);
function valueAt(data, pointer) {
  let value2 = data;
  for (const step of pointer) {
    if (Array.isArray(value2) && typeof step === "number") value2 = value2[step];
    else if (typeof value2 === "object" && value2 !== null && Object.hasOwn(value2, step))
      value2 = value2[step];
    else return void 0;
  }
  return value2;
}
function clusterOrigin(path6, data) {
  return {
    path: path6,
    fromCluster: true,
    locate: () => ({ path: path6, line: 1, column: 1 }),
    read: (pointer) => valueAt(data, pointer)
  };
}

// node_modules/js-yaml/dist/js-yaml.mjs
var NOT_RESOLVED = /* @__PURE__ */ Symbol("NOT_RESOLVED");
function defineScalarTag(tagName, options2) {
  return {
    tagName,
    nodeKind: "scalar",
    implicit: options2.implicit ?? false,
    matchByTagPrefix: options2.matchByTagPrefix ?? false,
    implicitFirstChars: options2.implicitFirstChars ?? null,
    resolve: options2.resolve,
    identify: options2.identify,
    represent: options2.represent ?? ((data) => String(data)),
    representTagName: options2.representTagName ?? (() => tagName)
  };
}
function defineSequenceTag(tagName, options2) {
  const carrierIsResult = options2.finalize === void 0;
  return {
    tagName,
    nodeKind: "sequence",
    implicit: false,
    matchByTagPrefix: options2.matchByTagPrefix ?? false,
    create: options2.create,
    addItem: options2.addItem,
    finalize: options2.finalize ?? ((carrier) => carrier),
    carrierIsResult,
    identify: options2.identify,
    represent: options2.represent ?? ((data) => data),
    representTagName: options2.representTagName ?? (() => tagName)
  };
}
function defineMappingTag(tagName, options2) {
  const carrierIsResult = options2.finalize === void 0;
  return {
    tagName,
    nodeKind: "mapping",
    implicit: false,
    matchByTagPrefix: options2.matchByTagPrefix ?? false,
    create: options2.create,
    addPair: options2.addPair,
    has: options2.has,
    keys: options2.keys,
    get: options2.get,
    finalize: options2.finalize ?? ((carrier) => carrier),
    carrierIsResult,
    identify: options2.identify,
    represent: options2.represent ?? ((data) => data),
    representTagName: options2.representTagName ?? (() => tagName)
  };
}
var strTag = defineScalarTag("tag:yaml.org,2002:str", {
  resolve: (source2) => source2,
  identify: (data) => typeof data === "string"
});
var NULL_VALUES$1 = [
  "",
  "~",
  "null",
  "Null",
  "NULL"
];
var nullCoreTag = defineScalarTag("tag:yaml.org,2002:null", {
  implicit: true,
  implicitFirstChars: [
    "",
    "~",
    "n",
    "N"
  ],
  resolve: (source2) => {
    if (NULL_VALUES$1.indexOf(source2) !== -1) return null;
    return NOT_RESOLVED;
  },
  identify: (object) => object === null,
  represent: () => "null"
});
var nullJsonTag = defineScalarTag("tag:yaml.org,2002:null", {
  implicit: true,
  implicitFirstChars: ["n"],
  resolve: (source2, isExplicit) => {
    if (source2 === "null" || isExplicit && source2 === "") return null;
    return NOT_RESOLVED;
  },
  identify: (object) => object === null,
  represent: () => "null"
});
var NULL_VALUES = [
  "",
  "~",
  "null",
  "Null",
  "NULL"
];
var nullYaml11Tag = defineScalarTag("tag:yaml.org,2002:null", {
  implicit: true,
  implicitFirstChars: [
    "",
    "~",
    "n",
    "N"
  ],
  resolve: (source2) => {
    if (NULL_VALUES.indexOf(source2) !== -1) return null;
    return NOT_RESOLVED;
  },
  identify: (object) => object === null,
  represent: () => "null"
});
var TRUE_VALUES$2 = [
  "true",
  "True",
  "TRUE"
];
var FALSE_VALUES$2 = [
  "false",
  "False",
  "FALSE"
];
var boolCoreTag = defineScalarTag("tag:yaml.org,2002:bool", {
  implicit: true,
  implicitFirstChars: [
    "t",
    "T",
    "f",
    "F"
  ],
  resolve: (source2) => {
    if (TRUE_VALUES$2.indexOf(source2) !== -1) return true;
    if (FALSE_VALUES$2.indexOf(source2) !== -1) return false;
    return NOT_RESOLVED;
  },
  identify: (object) => Object.prototype.toString.call(object) === "[object Boolean]",
  represent: (object) => object ? "true" : "false"
});
var TRUE_VALUES$1 = ["true"];
var FALSE_VALUES$1 = ["false"];
var boolJsonTag = defineScalarTag("tag:yaml.org,2002:bool", {
  implicit: true,
  implicitFirstChars: ["t", "f"],
  resolve: (source2) => {
    if (TRUE_VALUES$1.indexOf(source2) !== -1) return true;
    if (FALSE_VALUES$1.indexOf(source2) !== -1) return false;
    return NOT_RESOLVED;
  },
  identify: (object) => Object.prototype.toString.call(object) === "[object Boolean]",
  represent: (object) => object ? "true" : "false"
});
var TRUE_VALUES = [
  "true",
  "True",
  "TRUE",
  "y",
  "Y",
  "yes",
  "Yes",
  "YES",
  "on",
  "On",
  "ON"
];
var FALSE_VALUES = [
  "false",
  "False",
  "FALSE",
  "n",
  "N",
  "no",
  "No",
  "NO",
  "off",
  "Off",
  "OFF"
];
var boolYaml11Tag = defineScalarTag("tag:yaml.org,2002:bool", {
  implicit: true,
  implicitFirstChars: [
    "y",
    "Y",
    "n",
    "N",
    "t",
    "T",
    "f",
    "F",
    "o",
    "O"
  ],
  resolve: (source2) => {
    if (TRUE_VALUES.indexOf(source2) !== -1) return true;
    if (FALSE_VALUES.indexOf(source2) !== -1) return false;
    return NOT_RESOLVED;
  },
  identify: (object) => Object.prototype.toString.call(object) === "[object Boolean]",
  represent: (object) => object ? "true" : "false"
});
var YAML_INTEGER_IMPLICIT_PATTERN$1 = /* @__PURE__ */ new RegExp("^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+)$");
var YAML_INTEGER_EXPLICIT_PATTERN$1 = /* @__PURE__ */ new RegExp("^(?:[-+]?0b[0-1]+|[-+]?0o[0-7]+|[-+]?0x[0-9a-fA-F]+|[-+]?[0-9]+)$");
function parseYamlInteger$2(source2) {
  let value2 = source2;
  let sign = 1;
  if (value2[0] === "-" || value2[0] === "+") {
    if (value2[0] === "-") sign = -1;
    value2 = value2.slice(1);
  }
  if (value2.startsWith("0b")) return sign * parseInt(value2.slice(2), 2);
  if (value2.startsWith("0o")) return sign * parseInt(value2.slice(2), 8);
  if (value2.startsWith("0x")) return sign * parseInt(value2.slice(2), 16);
  return sign * parseInt(value2, 10);
}
function resolveYamlInteger$2(source2, isExplicit) {
  if (isExplicit) {
    if (!YAML_INTEGER_EXPLICIT_PATTERN$1.test(source2)) return NOT_RESOLVED;
  } else if (!YAML_INTEGER_IMPLICIT_PATTERN$1.test(source2)) return NOT_RESOLVED;
  const result2 = parseYamlInteger$2(source2);
  return Number.isFinite(result2) ? result2 : NOT_RESOLVED;
}
var intCoreTag = defineScalarTag("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: [
    "-",
    "+",
    ..."0123456789"
  ],
  resolve: resolveYamlInteger$2,
  identify: (object) => Number.isInteger(object) && !Object.is(object, -0) && object.toString(10).indexOf("e") < 0,
  represent: (object) => object.toString(10)
});
var YAML_INTEGER_IMPLICIT_PATTERN = /* @__PURE__ */ new RegExp("^-?(?:0|[1-9][0-9]*)$");
var YAML_INTEGER_EXPLICIT_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?0b[0-1]+|[-+]?0o[0-7]+|[-+]?0x[0-9a-fA-F]+|[-+]?[0-9]+)$");
function parseYamlInteger$1(source2) {
  let value2 = source2;
  let sign = 1;
  if (value2[0] === "-" || value2[0] === "+") {
    if (value2[0] === "-") sign = -1;
    value2 = value2.slice(1);
  }
  if (value2.startsWith("0b")) return sign * parseInt(value2.slice(2), 2);
  if (value2.startsWith("0o")) return sign * parseInt(value2.slice(2), 8);
  if (value2.startsWith("0x")) return sign * parseInt(value2.slice(2), 16);
  return sign * parseInt(value2, 10);
}
function resolveYamlInteger$1(source2, isExplicit) {
  if (isExplicit) {
    if (!YAML_INTEGER_EXPLICIT_PATTERN.test(source2)) return NOT_RESOLVED;
  } else if (!YAML_INTEGER_IMPLICIT_PATTERN.test(source2)) return NOT_RESOLVED;
  const result2 = parseYamlInteger$1(source2);
  return Number.isFinite(result2) ? result2 : NOT_RESOLVED;
}
var intJsonTag = defineScalarTag("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: ["-", ..."0123456789"],
  resolve: resolveYamlInteger$1,
  identify: (object) => Number.isInteger(object) && !Object.is(object, -0) && object.toString(10).indexOf("e") < 0,
  represent: (object) => object.toString(10)
});
var YAML_INTEGER_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+|[-+]?(?:0|[1-9][0-9_]*))$");
function parseYamlInteger(source2) {
  let value2 = source2.replace(/_/g, "");
  let sign = 1;
  if (value2[0] === "-" || value2[0] === "+") {
    if (value2[0] === "-") sign = -1;
    value2 = value2.slice(1);
  }
  if (value2.startsWith("0b")) return sign * parseInt(value2.slice(2), 2);
  if (value2.startsWith("0x")) return sign * parseInt(value2.slice(2), 16);
  if (value2.includes(":")) {
    let result2 = 0;
    for (const part4 of value2.split(":")) result2 = result2 * 60 + Number(part4);
    return sign * result2;
  }
  if (value2 !== "0" && value2[0] === "0") return sign * parseInt(value2, 8);
  return sign * parseInt(value2, 10);
}
function resolveYamlInteger(source2) {
  if (!YAML_INTEGER_PATTERN.test(source2)) return NOT_RESOLVED;
  const result2 = parseYamlInteger(source2);
  return Number.isFinite(result2) ? result2 : NOT_RESOLVED;
}
var intYaml11Tag = defineScalarTag("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: [
    "-",
    "+",
    ..."0123456789"
  ],
  resolve: resolveYamlInteger,
  identify: (object) => Number.isInteger(object) && !Object.is(object, -0) && object.toString(10).indexOf("e") < 0,
  represent: (object) => object.toString(10)
});
var YAML_FLOAT_PATTERN$1 = /* @__PURE__ */ new RegExp("^(?:[-+]?[0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\\.[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
var YAML_FLOAT_SPECIAL_PATTERN$1 = /* @__PURE__ */ new RegExp("^(?:[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
function resolveYamlFloat$2(source2) {
  if (!YAML_FLOAT_PATTERN$1.test(source2)) return NOT_RESOLVED;
  let value2 = source2.toLowerCase();
  const sign = value2[0] === "-" ? -1 : 1;
  if ("+-".includes(value2[0])) value2 = value2.slice(1);
  if (value2 === ".inf") return sign === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (value2 === ".nan") return NaN;
  const result2 = sign * parseFloat(value2);
  if (Number.isFinite(result2) || YAML_FLOAT_SPECIAL_PATTERN$1.test(source2)) return result2;
  return NOT_RESOLVED;
}
function representYamlFloat$2(object) {
  if (isNaN(object)) return ".nan";
  if (object === Number.POSITIVE_INFINITY) return ".inf";
  if (object === Number.NEGATIVE_INFINITY) return "-.inf";
  if (Object.is(object, -0)) return "-0.0";
  const result2 = object.toString(10);
  return /^[-+]?[0-9]+e/.test(result2) ? result2.replace("e", ".e") : result2;
}
var floatCoreTag = defineScalarTag("tag:yaml.org,2002:float", {
  implicit: true,
  implicitFirstChars: [
    "-",
    "+",
    ".",
    ..."0123456789"
  ],
  resolve: resolveYamlFloat$2,
  identify: (object) => typeof object === "number" && (!Number.isInteger(object) || Object.is(object, -0) || object.toString(10).indexOf("e") >= 0),
  represent: representYamlFloat$2
});
var YAML_FLOAT_IMPLICIT_PATTERN = /* @__PURE__ */ new RegExp("^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$");
var YAML_FLOAT_EXPLICIT_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?[0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\\.[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
function resolveYamlFloat$1(source2, isExplicit) {
  if (isExplicit) {
    if (!YAML_FLOAT_EXPLICIT_PATTERN.test(source2)) return NOT_RESOLVED;
    let value2 = source2.toLowerCase();
    const sign = value2[0] === "-" ? -1 : 1;
    if ("+-".includes(value2[0])) value2 = value2.slice(1);
    if (value2 === ".inf") return sign === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    if (value2 === ".nan") return NaN;
    const result3 = sign * parseFloat(value2);
    return Number.isFinite(result3) ? result3 : NOT_RESOLVED;
  }
  if (!YAML_FLOAT_IMPLICIT_PATTERN.test(source2)) return NOT_RESOLVED;
  const result2 = Number(source2);
  if (Number.isFinite(result2)) return result2;
  return NOT_RESOLVED;
}
function representYamlFloat$1(object) {
  if (isNaN(object)) return ".nan";
  if (object === Number.POSITIVE_INFINITY) return ".inf";
  if (object === Number.NEGATIVE_INFINITY) return "-.inf";
  if (Object.is(object, -0)) return "-0.0";
  const result2 = object.toString(10);
  return /^[-+]?[0-9]+e/.test(result2) ? result2.replace("e", ".e") : result2;
}
var floatJsonTag = defineScalarTag("tag:yaml.org,2002:float", {
  implicit: true,
  implicitFirstChars: ["-", ..."0123456789"],
  resolve: resolveYamlFloat$1,
  identify: (object) => typeof object === "number" && (!Number.isInteger(object) || Object.is(object, -0) || object.toString(10).indexOf("e") >= 0),
  represent: representYamlFloat$1
});
var YAML_FLOAT_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?(?:(?:[0-9][0-9_]*)?\\.[0-9_]*)(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
var YAML_FLOAT_SPECIAL_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
function resolveYamlFloat(source2) {
  if (!YAML_FLOAT_PATTERN.test(source2)) return NOT_RESOLVED;
  let value2 = source2.toLowerCase().replace(/_/g, "");
  const sign = value2[0] === "-" ? -1 : 1;
  if ("+-".includes(value2[0])) value2 = value2.slice(1);
  if (value2 === ".inf") return sign === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (value2 === ".nan") return NaN;
  let result2 = 0;
  if (value2.includes(":")) {
    for (const part4 of value2.split(":")) result2 = result2 * 60 + Number(part4);
    result2 *= sign;
  } else result2 = sign * parseFloat(value2);
  if (Number.isFinite(result2) || YAML_FLOAT_SPECIAL_PATTERN.test(source2)) return result2;
  return NOT_RESOLVED;
}
function representYamlFloat(object) {
  if (isNaN(object)) return ".nan";
  if (object === Number.POSITIVE_INFINITY) return ".inf";
  if (object === Number.NEGATIVE_INFINITY) return "-.inf";
  if (Object.is(object, -0)) return "-0.0";
  const result2 = object.toString(10);
  return /^[-+]?[0-9]+e/.test(result2) ? result2.replace("e", ".e") : result2;
}
var floatYaml11Tag = defineScalarTag("tag:yaml.org,2002:float", {
  implicit: true,
  implicitFirstChars: [
    "-",
    "+",
    ".",
    ..."0123456789"
  ],
  resolve: resolveYamlFloat,
  identify: (object) => typeof object === "number" && (!Number.isInteger(object) || Object.is(object, -0) || object.toString(10).indexOf("e") >= 0),
  represent: representYamlFloat
});
var mergeTag = defineScalarTag("tag:yaml.org,2002:merge", {
  implicit: true,
  implicitFirstChars: ["<"],
  resolve: (source2, isExplicit) => {
    if (source2 === "<<" || isExplicit && source2 === "") return "<<";
    return NOT_RESOLVED;
  },
  identify: () => false
});
var BASE64_PATTERN = /^[A-Za-z0-9+/]*={0,2}$/;
function resolveYamlBinary(source2) {
  const input = source2.replace(/\s/g, "");
  if (input.length % 4 !== 0 || !BASE64_PATTERN.test(input)) return NOT_RESOLVED;
  const binary = atob(input);
  const result2 = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) result2[index] = binary.charCodeAt(index);
  return result2;
}
function representYamlBinary(object) {
  let binary = "";
  for (let index = 0; index < object.length; index++) binary += String.fromCharCode(object[index]);
  return btoa(binary);
}
var binaryTag = defineScalarTag("tag:yaml.org,2002:binary", {
  resolve: resolveYamlBinary,
  identify: (object) => Object.prototype.toString.call(object) === "[object Uint8Array]",
  represent: representYamlBinary
});
var YAML_DATE_REGEXP = /* @__PURE__ */ new RegExp("^([0-9][0-9][0-9][0-9])-([0-9][0-9])-([0-9][0-9])$");
var YAML_TIMESTAMP_REGEXP = /* @__PURE__ */ new RegExp("^([0-9][0-9][0-9][0-9])-([0-9][0-9]?)-([0-9][0-9]?)(?:[Tt]|[ \\t]+)([0-9][0-9]?):([0-9][0-9]):([0-9][0-9])(?:\\.([0-9]*))?(?:[ \\t]*(Z|([-+])([0-9][0-9]?)(?::([0-9][0-9]))?))?$");
function makeUtcDate(year, month, day, hour = 0, minute = 0, second = 0, fraction = 0) {
  const date = new Date(Date.UTC(year, month, day, hour, minute, second, fraction));
  date.setUTCFullYear(year, month, day);
  return date;
}
function resolveYamlTimestamp(source2) {
  let match2 = YAML_DATE_REGEXP.exec(source2);
  if (match2 === null) match2 = YAML_TIMESTAMP_REGEXP.exec(source2);
  if (match2 === null) return NOT_RESOLVED;
  const year = +match2[1];
  const month = +match2[2] - 1;
  const day = +match2[3];
  if (!match2[4]) {
    const date2 = makeUtcDate(year, month, day);
    if (date2.getUTCFullYear() !== year || date2.getUTCMonth() !== month || date2.getUTCDate() !== day) return NOT_RESOLVED;
    return date2;
  }
  const hour = +match2[4];
  const minute = +match2[5];
  const second = +match2[6];
  let fraction = 0;
  if (hour > 23 || minute > 59 || second > 59) return NOT_RESOLVED;
  if (match2[7]) {
    let value2 = match2[7].slice(0, 3);
    while (value2.length < 3) value2 += "0";
    fraction = +value2;
  }
  const date = makeUtcDate(year, month, day, hour, minute, second, fraction);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month || date.getUTCDate() !== day) return NOT_RESOLVED;
  if (match2[9]) {
    const offsetHour = +match2[10];
    const offsetMinute = +(match2[11] || 0);
    if (offsetHour > 23 || offsetMinute > 59) return NOT_RESOLVED;
    const offset = (offsetHour * 60 + offsetMinute) * 6e4;
    date.setTime(date.getTime() - (match2[9] === "-" ? -offset : offset));
  }
  return date;
}
var timestampTag = defineScalarTag("tag:yaml.org,2002:timestamp", {
  implicit: true,
  implicitFirstChars: [..."0123456789"],
  resolve: resolveYamlTimestamp,
  identify: (object) => object instanceof Date,
  represent: (object) => object.toISOString()
});
var seqTag = defineSequenceTag("tag:yaml.org,2002:seq", {
  create: () => [],
  addItem: (container, item2) => {
    container.push(item2);
  },
  identify: Array.isArray
});
function isPlainObject(data) {
  if (data === null || typeof data !== "object" || Array.isArray(data)) return false;
  const prototype = Object.getPrototypeOf(data);
  return prototype === null || prototype === Object.prototype;
}
var omapTag = defineSequenceTag("tag:yaml.org,2002:omap", {
  create: () => ({
    list: [],
    seen: /* @__PURE__ */ new Set()
  }),
  addItem: (carrier, item2) => {
    let key;
    if (item2 instanceof Map) {
      if (item2.size !== 1) return "cannot resolve an ordered map item";
      key = item2.keys().next().value;
    } else if (isPlainObject(item2)) {
      const itemKeys = Object.keys(item2);
      if (itemKeys.length !== 1) return "cannot resolve an ordered map item";
      key = itemKeys[0];
    } else return "cannot resolve an ordered map item";
    if (carrier.seen.has(key)) return "duplicate key in ordered map";
    carrier.seen.add(key);
    carrier.list.push(item2);
    return "";
  },
  finalize: (carrier) => carrier.list,
  identify: () => false
});
var pairsTag = defineSequenceTag("tag:yaml.org,2002:pairs", {
  create: () => [],
  addItem: (container, item2) => {
    if (item2 instanceof Map) {
      if (item2.size !== 1) return "cannot resolve a pairs item";
      container.push(item2.entries().next().value);
      return "";
    }
    if (Object.prototype.toString.call(item2) !== "[object Object]") return "cannot resolve a pairs item";
    const object = item2;
    const keys = Object.keys(object);
    if (keys.length !== 1) return "cannot resolve a pairs item";
    container.push([keys[0], object[keys[0]]]);
    return "";
  },
  identify: () => false
});
var mapTag = defineMappingTag("tag:yaml.org,2002:map", {
  create: () => ({}),
  identify: isPlainObject,
  represent: (o) => {
    const map = /* @__PURE__ */ new Map();
    for (const key of Object.keys(o)) map.set(key, o[key]);
    return map;
  },
  addPair: (container, key, value2) => {
    if (key !== null && typeof key === "object") return "object-based map does not support complex keys";
    const normalizedKey = String(key);
    if (normalizedKey === "__proto__") Object.defineProperty(container, normalizedKey, {
      value: value2,
      enumerable: true,
      configurable: true,
      writable: true
    });
    else container[normalizedKey] = value2;
    return "";
  },
  has: (container, key) => {
    if (key !== null && typeof key === "object") return false;
    return Object.prototype.hasOwnProperty.call(container, String(key));
  },
  keys: (container) => Object.keys(container),
  get: (container, key) => {
    const normalizedKey = String(key);
    if (!Object.prototype.hasOwnProperty.call(container, normalizedKey)) return null;
    return container[normalizedKey];
  }
});
var setTag = defineMappingTag("tag:yaml.org,2002:set", {
  create: () => /* @__PURE__ */ new Set(),
  identify: (data) => data instanceof Set,
  represent: (data) => {
    const map = /* @__PURE__ */ new Map();
    for (const key of data) map.set(key, null);
    return map;
  },
  addPair: (container, key, value2) => {
    if (value2 !== null) return "cannot resolve a set item";
    container.add(key);
    return "";
  },
  has: (container, key) => container.has(key),
  keys: (container) => container.keys(),
  get: () => null
});
function createTagDefinitionMap() {
  return {
    scalar: /* @__PURE__ */ Object.create(null),
    sequence: /* @__PURE__ */ Object.create(null),
    mapping: /* @__PURE__ */ Object.create(null)
  };
}
function createTagDefinitionListMap() {
  return {
    scalar: [],
    sequence: [],
    mapping: []
  };
}
function compileTags(tags) {
  const result2 = [];
  for (const tag of tags) {
    let index = result2.length;
    for (let previousIndex = 0; previousIndex < result2.length; previousIndex++) {
      const previous = result2[previousIndex];
      if (previous.nodeKind === tag.nodeKind && previous.tagName === tag.tagName && previous.matchByTagPrefix === tag.matchByTagPrefix) {
        index = previousIndex;
        break;
      }
    }
    result2[index] = tag;
  }
  return result2;
}
var Schema = class Schema2 {
  tags;
  /** @internal */
  implicitScalarTags;
  /**
  * Dispatch implicit scalar resolvers by `source.charAt(0)`. Each bucket holds
  * the resolvers that may match that key, in schema order; a key absent from
  * the map uses
  * {@link Schema.implicitScalarAnyFirstChar}
  * (resolvers that declared no first-char constraint, so they apply to any
  * first character).
  */
  implicitScalarByFirstChar;
  implicitScalarAnyFirstChar;
  /**
  * The default scalar tag (`!!str`), resolved once so the composer's fallback
  * for unresolved plain scalars avoids a keyed lookup per scalar.
  *
  * @internal
  */
  defaultScalarTag;
  /**
  * The default container tags (`!!seq` / `!!map`), used by the dumper: when a
  * value is identified by its default tag, the tag is implicit and not
  * printed. Undefined if the schema does not define them (then such values
  * can't be dumped).
  *
  * @internal
  */
  defaultSequenceTag;
  /** @internal */
  defaultMappingTag;
  exact;
  prefix;
  constructor(tags) {
    const compiledTags = compileTags(tags);
    const implicitScalarTags = [];
    const exact = createTagDefinitionMap();
    const prefix2 = createTagDefinitionListMap();
    for (const tag of compiledTags) {
      if (tag.nodeKind === "scalar" && tag.implicit) {
        if (tag.matchByTagPrefix) throw new Error("Implicit scalar tags cannot match by tag prefix");
        implicitScalarTags.push(tag);
      }
      switch (tag.nodeKind) {
        case "scalar":
          if (tag.matchByTagPrefix) prefix2.scalar.push(tag);
          else exact.scalar[tag.tagName] = tag;
          break;
        case "sequence":
          if (tag.matchByTagPrefix) prefix2.sequence.push(tag);
          else exact.sequence[tag.tagName] = tag;
          break;
        case "mapping":
          if (tag.matchByTagPrefix) prefix2.mapping.push(tag);
          else exact.mapping[tag.tagName] = tag;
      }
    }
    const implicitScalarAnyFirstChar = implicitScalarTags.filter((tag) => tag.implicitFirstChars === null);
    const keys = /* @__PURE__ */ new Set();
    for (const tag of implicitScalarTags) if (tag.implicitFirstChars !== null) for (const key of tag.implicitFirstChars) keys.add(key);
    const implicitScalarByFirstChar = /* @__PURE__ */ new Map();
    for (const key of keys) implicitScalarByFirstChar.set(key, implicitScalarTags.filter((tag) => tag.implicitFirstChars === null || tag.implicitFirstChars.indexOf(key) !== -1));
    const defaultScalarTag = exact.scalar["tag:yaml.org,2002:str"];
    if (!defaultScalarTag) throw new Error("schema does not define the default scalar tag (tag:yaml.org,2002:str)");
    this.tags = compiledTags;
    this.implicitScalarTags = implicitScalarTags;
    this.implicitScalarByFirstChar = implicitScalarByFirstChar;
    this.implicitScalarAnyFirstChar = implicitScalarAnyFirstChar;
    this.defaultScalarTag = defaultScalarTag;
    this.defaultSequenceTag = exact.sequence["tag:yaml.org,2002:seq"];
    this.defaultMappingTag = exact.mapping["tag:yaml.org,2002:map"];
    this.exact = exact;
    this.prefix = prefix2;
  }
  /** @internal */
  lookupScalarTag(tagName) {
    const exactTag = this.exact.scalar[tagName];
    if (exactTag) return exactTag;
    for (const tag of this.prefix.scalar) if (tagName.startsWith(tag.tagName)) return tag;
  }
  /** @internal */
  lookupSequenceTag(tagName) {
    const exactTag = this.exact.sequence[tagName];
    if (exactTag) return exactTag;
    for (const tag of this.prefix.sequence) if (tagName.startsWith(tag.tagName)) return tag;
  }
  /** @internal */
  lookupMappingTag(tagName) {
    const exactTag = this.exact.mapping[tagName];
    if (exactTag) return exactTag;
    for (const tag of this.prefix.mapping) if (tagName.startsWith(tag.tagName)) return tag;
  }
  /** @internal */
  resolveImplicitScalarTag(source2) {
    const candidates = this.implicitScalarByFirstChar.get(source2.charAt(0)) ?? this.implicitScalarAnyFirstChar;
    for (const tag2 of candidates) {
      const value2 = tag2.resolve(source2, false, tag2.tagName);
      if (value2 !== NOT_RESOLVED) return {
        value: value2,
        tag: tag2
      };
    }
    const tag = this.defaultScalarTag;
    return {
      value: tag.resolve(source2, false, tag.tagName),
      tag
    };
  }
  /**
  * Creates a new schema with the specified tags added. If a tag already
  * exists, it is replaced by the specified tag.
  *
  * @example
  *
  * ```javascript
  * import { CORE_SCHEMA, mergeTag, realMapTag } from 'js-yaml'
  *
  * const schema = CORE_SCHEMA.withTags(mergeTag, realMapTag)
  * ```
  */
  withTags(...tags) {
    let flatTags = [];
    for (const tag of tags) flatTags = flatTags.concat(tag);
    return new Schema2([...this.tags, ...flatTags]);
  }
};
var FAILSAFE_SCHEMA = new Schema([
  strTag,
  seqTag,
  mapTag
]);
var JSON_SCHEMA = new Schema([
  ...FAILSAFE_SCHEMA.tags,
  nullJsonTag,
  boolJsonTag,
  intJsonTag,
  floatJsonTag
]);
var CORE_SCHEMA = new Schema([
  ...FAILSAFE_SCHEMA.tags,
  nullCoreTag,
  boolCoreTag,
  intCoreTag,
  floatCoreTag
]);
var YAML11_SCHEMA = new Schema([
  ...FAILSAFE_SCHEMA.tags,
  nullYaml11Tag,
  boolYaml11Tag,
  intYaml11Tag,
  floatYaml11Tag,
  timestampTag,
  mergeTag,
  binaryTag,
  omapTag,
  pairsTag,
  setTag
]);
var DUMP_SCHEMA = YAML11_SCHEMA.withTags({
  ...intYaml11Tag,
  resolve: (source2, isExplicit, tagName) => {
    const result2 = intYaml11Tag.resolve(source2, isExplicit, tagName);
    return result2 === NOT_RESOLVED ? intCoreTag.resolve(source2, isExplicit, tagName) : result2;
  }
}, {
  ...floatYaml11Tag,
  resolve: (source2, isExplicit, tagName) => {
    const result2 = floatYaml11Tag.resolve(source2, isExplicit, tagName);
    return result2 === NOT_RESOLVED ? floatCoreTag.resolve(source2, isExplicit, tagName) : result2;
  }
});
var realMapTag = defineMappingTag("tag:yaml.org,2002:map", {
  create: () => /* @__PURE__ */ new Map(),
  addPair: (container, key, value2) => {
    container.set(key, value2);
    return "";
  },
  has: (container, key) => container.has(key),
  keys: (container) => container.keys(),
  get: (container, key) => container.get(key),
  identify: (data) => data instanceof Map || isPlainObject(data),
  represent: (data) => {
    if (data instanceof Map) return data;
    const map = /* @__PURE__ */ new Map();
    const obj = data;
    for (const key of Object.keys(obj)) map.set(key, obj[key]);
    return map;
  }
});
function normalizeKey(key) {
  if (Array.isArray(key)) {
    const array = Array.prototype.slice.call(key);
    for (let index = 0; index < array.length; index++) {
      if (Array.isArray(array[index])) return null;
      if (typeof array[index] === "object" && Object.prototype.toString.call(array[index]) === "[object Object]") array[index] = "[object Object]";
    }
    return String(array);
  }
  if (typeof key === "object" && Object.prototype.toString.call(key) === "[object Object]") return "[object Object]";
  return String(key);
}
var legacyMapTag = defineMappingTag("tag:yaml.org,2002:map", {
  create: () => ({}),
  identify: isPlainObject,
  represent: (o) => {
    const map = /* @__PURE__ */ new Map();
    for (const key of Object.keys(o)) map.set(key, o[key]);
    return map;
  },
  addPair: (container, key, value2) => {
    const normalizedKey = normalizeKey(key);
    if (normalizedKey === null) return "nested arrays are not supported inside keys";
    if (normalizedKey === "__proto__") Object.defineProperty(container, normalizedKey, {
      value: value2,
      enumerable: true,
      configurable: true,
      writable: true
    });
    else container[normalizedKey] = value2;
    return "";
  },
  has: (container, key) => {
    const normalizedKey = normalizeKey(key);
    return normalizedKey !== null && Object.prototype.hasOwnProperty.call(container, normalizedKey);
  },
  keys: (container) => Object.keys(container),
  get: (container, key) => {
    const normalizedKey = String(key);
    if (!Object.prototype.hasOwnProperty.call(container, normalizedKey)) return null;
    return container[normalizedKey];
  }
});
var DEFAULT_SNIPPET_OPTIONS = {
  maxLength: 79,
  indent: 1,
  linesBefore: 3,
  linesAfter: 2
};
function getLine(buffer2, lineStart, lineEnd, position, maxLineLength) {
  let head = "";
  let tail = "";
  const maxHalfLength = Math.floor(maxLineLength / 2) - 1;
  if (position - lineStart > maxHalfLength) {
    head = " ... ";
    lineStart = position - maxHalfLength + head.length;
  }
  if (lineEnd - position > maxHalfLength) {
    tail = " ...";
    lineEnd = position + maxHalfLength - tail.length;
  }
  return {
    str: head + buffer2.slice(lineStart, lineEnd).replace(/\t/g, "→") + tail,
    pos: position - lineStart + head.length
  };
}
function padStart(string, max) {
  return " ".repeat(Math.max(max - string.length, 0)) + string;
}
function makeSnippet(mark, options2) {
  if (!mark.buffer) return null;
  const opts = {
    ...DEFAULT_SNIPPET_OPTIONS,
    ...options2
  };
  const re = /\r?\n|\r|\0/g;
  const lineStarts2 = [0];
  const lineEnds = [];
  let match2;
  let foundLineNo = -1;
  while (match2 = re.exec(mark.buffer)) {
    lineEnds.push(match2.index);
    lineStarts2.push(match2.index + match2[0].length);
    if (mark.position <= match2.index && foundLineNo < 0) foundLineNo = lineStarts2.length - 2;
  }
  if (foundLineNo < 0) foundLineNo = lineStarts2.length - 1;
  let result2 = "";
  const lineNoLength = Math.min(mark.line + opts.linesAfter, lineEnds.length).toString().length;
  const maxLineLength = opts.maxLength - (opts.indent + lineNoLength + 3);
  for (let i = 1; i <= opts.linesBefore; i++) {
    if (foundLineNo - i < 0) break;
    const line2 = getLine(mark.buffer, lineStarts2[foundLineNo - i], lineEnds[foundLineNo - i], mark.position - (lineStarts2[foundLineNo] - lineStarts2[foundLineNo - i]), maxLineLength);
    result2 = `${" ".repeat(opts.indent)}${padStart((mark.line - i + 1).toString(), lineNoLength)} | ${line2.str}
${result2}`;
  }
  const line = getLine(mark.buffer, lineStarts2[foundLineNo], lineEnds[foundLineNo], mark.position, maxLineLength);
  result2 += `${" ".repeat(opts.indent)}${padStart((mark.line + 1).toString(), lineNoLength)} | ${line.str}
`;
  result2 += `${"-".repeat(opts.indent + lineNoLength + 3 + line.pos)}^
`;
  for (let i = 1; i <= opts.linesAfter; i++) {
    if (foundLineNo + i >= lineEnds.length) break;
    const line2 = getLine(mark.buffer, lineStarts2[foundLineNo + i], lineEnds[foundLineNo + i], mark.position - (lineStarts2[foundLineNo] - lineStarts2[foundLineNo + i]), maxLineLength);
    result2 += `${" ".repeat(opts.indent)}${padStart((mark.line + i + 1).toString(), lineNoLength)} | ${line2.str}
`;
  }
  return result2.replace(/\n$/, "");
}
function formatError(exception, compact) {
  let where = "";
  if (!exception.mark) return exception.reason;
  if (exception.mark.name) where += `in "${exception.mark.name}" `;
  where += `(${exception.mark.line + 1}:${exception.mark.column + 1})`;
  if (!compact && exception.mark.snippet) where += `

${exception.mark.snippet}`;
  return `${exception.reason} ${where}`;
}
var YAMLException = class YAMLException2 extends Error {
  reason;
  mark;
  /**
  * Optional `mark` contains source snippet data. Usually, use
  * {@link YAMLException.throwAt} instead of passing it directly.
  */
  constructor(reason, mark) {
    super();
    this.name = "YAMLException";
    this.reason = reason;
    this.mark = mark;
    this.message = formatError(this, false);
    if (Error.captureStackTrace) Error.captureStackTrace(this, this.constructor);
  }
  /**
  * Returns the formatted error, omitting the source snippet in compact mode.
  */
  toString(compact) {
    return `${this.name}: ${formatError(this, compact)}`;
  }
  /**
  * Builds a YAMLException with a source snippet and throws it. `source` is
  * the raw input text; `position` is an offset into it.
  */
  static throwAt(source2, position, message, filename = "") {
    let line = 0;
    let lineStart = 0;
    for (let index = 0; index < position; index++) {
      const ch = source2.charCodeAt(index);
      if (ch === 10) {
        line++;
        lineStart = index + 1;
      } else if (ch === 13) {
        line++;
        if (source2.charCodeAt(index + 1) === 10) index++;
        lineStart = index + 1;
      }
    }
    const mark = {
      name: filename,
      buffer: source2,
      position,
      line,
      column: position - lineStart
    };
    mark.snippet = makeSnippet(mark);
    throw new YAMLException2(message, mark);
  }
};
var EVENT_ID = {
  DOCUMENT: 1,
  SEQUENCE: 2,
  MAPPING: 3,
  SCALAR: 4,
  ALIAS: 5,
  POP: 6
};
var SCALAR_STYLE = {
  PLAIN: 1,
  SINGLE_QUOTED: 2,
  DOUBLE_QUOTED: 3,
  LITERAL_BLOCK: 4,
  FOLDED_BLOCK: 5
};
var COLLECTION_STYLE = {
  BLOCK: 1,
  FLOW: 2
};
var CHOMPING_MODE = {
  CLIP: 1,
  STRIP: 2,
  KEEP: 3
};
var NO_RANGE$3 = -1;
function simpleEscapeSequence(c) {
  switch (c) {
    case 48:
      return "\0";
    case 97:
      return "\x07";
    case 98:
      return "\b";
    case 116:
      return "	";
    case 9:
      return "	";
    case 110:
      return "\n";
    case 118:
      return "\v";
    case 102:
      return "\f";
    case 114:
      return "\r";
    case 101:
      return "\x1B";
    case 32:
      return " ";
    case 34:
      return '"';
    case 47:
      return "/";
    case 92:
      return "\\";
    case 78:
      return "";
    case 95:
      return " ";
    case 76:
      return "\u2028";
    case 80:
      return "\u2029";
    default:
      return "";
  }
}
var simpleEscapeCheck = new Array(256);
var simpleEscapeMap = new Array(256);
for (let i = 0; i < 256; i++) {
  simpleEscapeCheck[i] = simpleEscapeSequence(i) ? 1 : 0;
  simpleEscapeMap[i] = simpleEscapeSequence(i);
}
function charFromCodepoint(c) {
  if (c <= 65535) return String.fromCharCode(c);
  return String.fromCharCode((c - 65536 >> 10) + 55296, (c - 65536 & 1023) + 56320);
}
function fromHexCode$1(c) {
  if (c >= 48 && c <= 57) return c - 48;
  return (c | 32) - 97 + 10;
}
function escapedHexLen$1(c) {
  if (c === 120) return 2;
  if (c === 117) return 4;
  return 8;
}
function skipFoldedBreaks(input, position, end2) {
  let breaks = 0;
  while (position < end2) {
    const ch = input.charCodeAt(position);
    if (ch === 10) {
      breaks++;
      position++;
    } else if (ch === 13) {
      breaks++;
      position++;
      if (input.charCodeAt(position) === 10) position++;
    } else if (ch === 32 || ch === 9) position++;
    else break;
  }
  return {
    position,
    breaks
  };
}
function foldedBreaks(count3) {
  if (count3 === 1) return " ";
  return "\n".repeat(count3 - 1);
}
function getPlainValue(input, start, end2) {
  let result2 = "";
  let position = start;
  let captureStart = start;
  let captureEnd = start;
  while (position < end2) {
    const ch = input.charCodeAt(position);
    if (ch === 10 || ch === 13) {
      result2 += input.slice(captureStart, captureEnd);
      const fold2 = skipFoldedBreaks(input, position, end2);
      result2 += foldedBreaks(fold2.breaks);
      position = captureStart = captureEnd = fold2.position;
    } else {
      position++;
      if (ch !== 32 && ch !== 9) captureEnd = position;
    }
  }
  return result2 + input.slice(captureStart, captureEnd);
}
function getSingleQuotedValue(input, start, end2) {
  let result2 = "";
  let position = start;
  let captureStart = start;
  let captureEnd = start;
  while (position < end2) {
    const ch = input.charCodeAt(position);
    if (ch === 39) {
      result2 += input.slice(captureStart, position) + "'";
      position += 2;
      captureStart = captureEnd = position;
    } else if (ch === 10 || ch === 13) {
      result2 += input.slice(captureStart, captureEnd);
      const fold2 = skipFoldedBreaks(input, position, end2);
      result2 += foldedBreaks(fold2.breaks);
      position = captureStart = captureEnd = fold2.position;
    } else {
      position++;
      if (ch !== 32 && ch !== 9) captureEnd = position;
    }
  }
  return result2 + input.slice(captureStart, end2);
}
function getDoubleQuotedValue(input, start, end2) {
  let result2 = "";
  let position = start;
  let captureStart = start;
  let captureEnd = start;
  while (position < end2) {
    const ch = input.charCodeAt(position);
    if (ch === 92) {
      result2 += input.slice(captureStart, position);
      position++;
      const escaped2 = input.charCodeAt(position);
      if (escaped2 === 10 || escaped2 === 13) position = skipFoldedBreaks(input, position, end2).position;
      else if (escaped2 < 256 && simpleEscapeCheck[escaped2]) {
        result2 += simpleEscapeMap[escaped2];
        position++;
      } else {
        let hexLength = escapedHexLen$1(escaped2);
        let hexResult = 0;
        for (; hexLength > 0; hexLength--) {
          position++;
          const digit2 = fromHexCode$1(input.charCodeAt(position));
          hexResult = (hexResult << 4) + digit2;
        }
        result2 += charFromCodepoint(hexResult);
        position++;
      }
      captureStart = captureEnd = position;
    } else if (ch === 10 || ch === 13) {
      result2 += input.slice(captureStart, captureEnd);
      const fold2 = skipFoldedBreaks(input, position, end2);
      result2 += foldedBreaks(fold2.breaks);
      position = captureStart = captureEnd = fold2.position;
    } else {
      position++;
      if (ch !== 32 && ch !== 9) captureEnd = position;
    }
  }
  return result2 + input.slice(captureStart, end2);
}
function getBlockValue(input, start, end2, indent, chomping, folded2) {
  const textIndent = indent < 0 ? 0 : indent;
  const region = input.slice(start, end2).replace(/\r\n?/g, "\n");
  const lines2 = region === "" ? [] : (region.endsWith("\n") ? region.slice(0, -1) : region).split("\n");
  let result2 = "";
  let didReadContent = false;
  let emptyLines = 0;
  let atMoreIndented = false;
  for (const line of lines2) {
    let column2 = 0;
    while (column2 < textIndent && line.charCodeAt(column2) === 32) column2++;
    if (indent < 0 || column2 >= line.length) {
      emptyLines++;
      continue;
    }
    const content = line.slice(textIndent);
    const first2 = content.charCodeAt(0);
    if (folded2) {
      if (first2 === 32 || first2 === 9) {
        atMoreIndented = true;
        result2 += "\n".repeat(didReadContent ? 1 + emptyLines : emptyLines);
      } else if (atMoreIndented) {
        atMoreIndented = false;
        result2 += "\n".repeat(emptyLines + 1);
      } else if (emptyLines === 0) {
        if (didReadContent) result2 += " ";
      } else result2 += "\n".repeat(emptyLines);
    } else result2 += "\n".repeat(didReadContent ? 1 + emptyLines : emptyLines);
    result2 += content;
    didReadContent = true;
    emptyLines = 0;
  }
  if (chomping === CHOMPING_MODE.KEEP) result2 += "\n".repeat(didReadContent ? 1 + emptyLines : emptyLines);
  else if (chomping !== CHOMPING_MODE.STRIP) {
    if (didReadContent) result2 += "\n";
  }
  return result2;
}
function getScalarValue(input, scalar) {
  if (scalar.valueStart === NO_RANGE$3) return "";
  const { valueStart, valueEnd } = scalar;
  if (scalar.fast) return input.slice(valueStart, valueEnd);
  switch (scalar.style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
      return getSingleQuotedValue(input, valueStart, valueEnd);
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return getDoubleQuotedValue(input, valueStart, valueEnd);
    case SCALAR_STYLE.LITERAL_BLOCK:
      return getBlockValue(input, valueStart, valueEnd, scalar.indent, scalar.chomping, false);
    case SCALAR_STYLE.FOLDED_BLOCK:
      return getBlockValue(input, valueStart, valueEnd, scalar.indent, scalar.chomping, true);
    default:
      return getPlainValue(input, valueStart, valueEnd);
  }
}
var DEFAULT_TAG_HANDLERS = Object.assign(/* @__PURE__ */ Object.create(null), {
  "!": "!",
  "!!": "tag:yaml.org,2002:"
});
var TAG_SUFFIX_CHARS = "-#;/?:@&=+$_.~*'()";
var TAG_URI_CHARS = TAG_SUFFIX_CHARS + "!,[]";
function tagPercentDecode(source2) {
  let result2 = "";
  let index = 0;
  while (index < source2.length) {
    if (source2.charCodeAt(index) !== 37) {
      result2 += source2[index++];
      continue;
    }
    let ch = parseInt(source2.slice(index + 1, index + 3), 16);
    index += 3;
    if (ch >= 192) {
      let remaining2 = ch < 224 ? 1 : ch < 240 ? 2 : 3;
      ch &= (1 << 6 - remaining2) - 1;
      while (remaining2-- > 0) {
        ch = ch << 6 | parseInt(source2.slice(index + 1, index + 3), 16) & 63;
        index += 3;
      }
    }
    if (ch < 65536) result2 += String.fromCharCode(ch);
    else {
      ch -= 65536;
      result2 += String.fromCharCode(55296 | ch >> 10, 56320 | ch & 1023);
    }
  }
  return result2;
}
function tagNameFull(rawTag, tagHandlers) {
  if (rawTag.startsWith("!<") && rawTag.endsWith(">")) return tagPercentDecode(rawTag.slice(2, -1));
  const handleEnd = rawTag.indexOf("!", 1);
  const handle = handleEnd === -1 ? "!" : rawTag.slice(0, handleEnd + 1);
  return tagPercentDecode(tagHandlers?.[handle] ?? DEFAULT_TAG_HANDLERS[handle] ?? handle) + tagPercentDecode(rawTag.slice(handle.length));
}
var NO_RANGE$2 = -1;
var MERGE_TAG_NAME = "tag:yaml.org,2002:merge";
var DEFAULT_CONSTRUCTOR_OPTIONS = {
  filename: "",
  schema: CORE_SCHEMA,
  json: false,
  maxTotalMergeKeys: 1e4,
  maxAliases: -1
};
function eventPosition$1(event) {
  if ("tagStart" in event && event.tagStart !== NO_RANGE$2) return event.tagStart;
  if ("anchorStart" in event && event.anchorStart !== NO_RANGE$2) return event.anchorStart;
  if ("valueStart" in event && event.valueStart !== NO_RANGE$2) return event.valueStart;
  if ("start" in event) return event.start;
  return 0;
}
function throwError$1(state, message) {
  YAMLException.throwAt(state.source, state.position, message, state.filename);
}
function finalizeCollection(state, position, tag, carrier) {
  try {
    return tag.finalize(carrier);
  } catch (error) {
    if (error instanceof YAMLException) throw error;
    YAMLException.throwAt(state.source, position, error instanceof Error ? error.message : String(error), state.filename);
  }
}
function constructScalar(state, event) {
  const source2 = getScalarValue(state.source, event);
  const rawTag = event.tagStart === NO_RANGE$2 ? "" : state.source.slice(event.tagStart, event.tagEnd);
  const strTag2 = state.schema.defaultScalarTag;
  if (rawTag !== "") {
    if (rawTag === "!") return {
      value: source2,
      tag: strTag2
    };
    const tagName = tagNameFull(rawTag, state.tagHandlers);
    const scalarTag = state.schema.lookupScalarTag(tagName);
    if (scalarTag) {
      const result2 = scalarTag.resolve(source2, true, tagName);
      if (result2 === NOT_RESOLVED) throwError$1(state, `cannot resolve a node with !<${tagName}> explicit tag`);
      return {
        value: result2,
        tag: scalarTag
      };
    }
    const collectionTagDef = state.schema.lookupMappingTag(tagName) ?? state.schema.lookupSequenceTag(tagName);
    if (collectionTagDef) {
      if (source2 !== "") throwError$1(state, `cannot resolve a node with !<${tagName}> explicit tag`);
      const carrier = collectionTagDef.create(tagName);
      return {
        value: collectionTagDef.carrierIsResult ? carrier : finalizeCollection(state, state.position, collectionTagDef, carrier),
        tag: collectionTagDef
      };
    }
    throwError$1(state, `unknown scalar tag !<${tagName}>`);
  }
  if (event.style === SCALAR_STYLE.PLAIN) return state.schema.resolveImplicitScalarTag(source2);
  return {
    value: strTag2.resolve(source2, false, strTag2.tagName),
    tag: strTag2
  };
}
function collectionTagName(state, event, defaultTagName) {
  const rawTag = event.tagStart === NO_RANGE$2 ? "" : state.source.slice(event.tagStart, event.tagEnd);
  return rawTag === "" || rawTag === "!" ? defaultTagName : tagNameFull(rawTag, state.tagHandlers);
}
function isMappingTag(tag) {
  return tag.nodeKind === "mapping";
}
function chargeMergeWork(state) {
  state.totalMergeKeys++;
  if (state.maxTotalMergeKeys !== -1 && state.totalMergeKeys > state.maxTotalMergeKeys) throwError$1(state, `merge keys exceeded maxTotalMergeKeys (${state.maxTotalMergeKeys})`);
}
function mergeKeys(state, frame, source2, sourceTag) {
  chargeMergeWork(state);
  for (const sourceKey of sourceTag.keys(source2)) {
    chargeMergeWork(state);
    if (frame.tag.has(frame.value, sourceKey)) continue;
    const err2 = frame.tag.addPair(frame.value, sourceKey, sourceTag.get(source2, sourceKey));
    if (err2) throwError$1(state, err2);
    frame.overridable ??= /* @__PURE__ */ new Set();
    frame.overridable.add(sourceKey);
  }
}
function mergeSource(state, frame, source2, sourceTag) {
  state.position = frame.keyPosition;
  if (isMappingTag(sourceTag)) mergeKeys(state, frame, source2, sourceTag);
  else if (sourceTag.nodeKind === "sequence" && Array.isArray(source2)) {
    if (source2.length > 100) throwError$1(state, "abnormal merge sequence size");
    for (const element of source2) {
      const elementTag = state.nodeTags.get(element);
      if (!elementTag) throwError$1(state, "cannot merge mappings; the provided source object is unacceptable");
      mergeKeys(state, frame, element, elementTag);
    }
  } else throwError$1(state, "cannot merge mappings; the provided source object is unacceptable");
}
function addMappingValue(state, frame, key, value2, tag) {
  state.position = frame.keyPosition;
  if (frame.keyIsMerge) {
    mergeSource(state, frame, value2, tag);
    return;
  }
  if (!state.json && frame.tag.has(frame.value, key) && !frame.overridable?.has(key)) throwError$1(state, "duplicated mapping key");
  const err2 = frame.tag.addPair(frame.value, key, value2);
  if (err2) throwError$1(state, err2);
  frame.overridable?.delete(key);
}
function addValue(state, value2, tag) {
  const frame = state.frames[state.frames.length - 1];
  if (frame.kind === "document") {
    frame.value = value2;
    frame.hasValue = true;
  } else if (frame.kind === "sequence") {
    if (isMappingTag(tag)) state.nodeTags.set(value2, tag);
    const err2 = frame.tag.addItem(frame.value, value2, frame.index++);
    if (err2) throwError$1(state, err2);
  } else if (frame.hasKey) {
    const key = frame.key;
    frame.key = void 0;
    frame.hasKey = false;
    addMappingValue(state, frame, key, value2, tag);
  } else {
    frame.key = value2;
    frame.keyPosition = state.position;
    frame.hasKey = true;
    frame.keyIsMerge = tag.tagName === MERGE_TAG_NAME;
  }
}
function storeAnchor(state, event, value2, tag, isValueFinal) {
  if (event.anchorStart !== NO_RANGE$2) {
    const anchor = {
      value: value2,
      tag,
      isValueFinal
    };
    state.anchors.set(state.source.slice(event.anchorStart, event.anchorEnd), anchor);
    return anchor;
  }
  return null;
}
function constructFromEvents(events, options2) {
  const state = {
    ...DEFAULT_CONSTRUCTOR_OPTIONS,
    ...options2,
    events,
    documents: [],
    eventIndex: 0,
    position: 0,
    frames: [],
    anchors: /* @__PURE__ */ new Map(),
    nodeTags: /* @__PURE__ */ new Map(),
    tagHandlers: /* @__PURE__ */ Object.create(null),
    totalMergeKeys: 0,
    aliasCount: 0
  };
  while (state.eventIndex < state.events.length) {
    const event = state.events[state.eventIndex++];
    state.position = eventPosition$1(event);
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        state.anchors = /* @__PURE__ */ new Map();
        state.nodeTags = /* @__PURE__ */ new Map();
        state.aliasCount = 0;
        state.tagHandlers = /* @__PURE__ */ Object.create(null);
        for (const directive of event.directives) if (directive.kind === "tag") state.tagHandlers[directive.handle] = directive.prefix;
        state.frames.push({
          kind: "document",
          position: state.position,
          value: void 0,
          hasValue: false
        });
        break;
      case EVENT_ID.SCALAR: {
        const { value: value2, tag } = constructScalar(state, event);
        storeAnchor(state, event, value2, tag, true);
        addValue(state, value2, tag);
        break;
      }
      case EVENT_ID.SEQUENCE: {
        const tagName = collectionTagName(state, event, "tag:yaml.org,2002:seq");
        const tag = state.schema.lookupSequenceTag(tagName);
        if (!tag) throwError$1(state, `unknown sequence tag !<${tagName}>`);
        const value2 = tag.create(tagName);
        const anchor = storeAnchor(state, event, value2, tag, tag.carrierIsResult);
        state.frames.push({
          kind: "sequence",
          position: state.position,
          value: value2,
          tag,
          anchor,
          index: 0
        });
        break;
      }
      case EVENT_ID.MAPPING: {
        const tagName = collectionTagName(state, event, "tag:yaml.org,2002:map");
        const tag = state.schema.lookupMappingTag(tagName);
        if (!tag) throwError$1(state, `unknown mapping tag !<${tagName}>`);
        const value2 = tag.create(tagName);
        const anchor = storeAnchor(state, event, value2, tag, tag.carrierIsResult);
        state.frames.push({
          kind: "mapping",
          position: state.position,
          value: value2,
          tag,
          anchor,
          key: void 0,
          keyPosition: state.position,
          hasKey: false,
          keyIsMerge: false,
          overridable: null
        });
        break;
      }
      case EVENT_ID.ALIAS: {
        if (state.maxAliases !== -1 && ++state.aliasCount > state.maxAliases) throwError$1(state, `aliases exceeded maxAliases (${state.maxAliases})`);
        const name3 = state.source.slice(event.anchorStart, event.anchorEnd);
        const anchor = state.anchors.get(name3);
        if (!anchor) throwError$1(state, `unidentified alias "${name3}"`);
        if (!anchor.isValueFinal) throwError$1(state, `recursive alias "${name3}" is not supported for tag ${anchor.tag.tagName} because it uses finalize()`);
        addValue(state, anchor.value, anchor.tag);
        break;
      }
      case EVENT_ID.POP: {
        const frame = state.frames.pop();
        if (frame.kind === "mapping" && frame.hasKey) {
          state.position = frame.keyPosition;
          throwError$1(state, "incomplete mapping pair in event stream");
        }
        if (frame.kind === "document") state.documents.push(frame.value);
        else {
          const value2 = frame.tag.carrierIsResult ? frame.value : finalizeCollection(state, frame.position, frame.tag, frame.value);
          if (frame.anchor) {
            frame.anchor.value = value2;
            frame.anchor.isValueFinal = true;
          }
          addValue(state, value2, frame.tag);
        }
        break;
      }
    }
  }
  return state.documents;
}
var NO_RANGE$1 = -1;
var HAS_OWN = Object.prototype.hasOwnProperty;
var CONTEXT_FLOW_IN = 1;
var CONTEXT_FLOW_OUT = 2;
var CONTEXT_BLOCK_IN = 3;
var CONTEXT_BLOCK_OUT = 4;
var PATTERN_NON_PRINTABLE = /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/;
var PATTERN_FLOW_INDICATORS = /[,\[\]{}]/;
var PATTERN_TAG_HANDLE = /^(?:!|!!|![0-9A-Za-z-]+!)$/;
var NS_URI_CHAR = String.raw`(?:%[0-9A-Fa-f]{2}|[0-9A-Za-z\-#;/?:@&=+$,_.!~*'()\[\]])`;
var NS_TAG_CHAR = String.raw`(?:%[0-9A-Fa-f]{2}|[0-9A-Za-z\-#;/?:@&=+$.~*'()_])`;
var PATTERN_TAG_URI = new RegExp(`^(?:${NS_URI_CHAR})*$`);
var PATTERN_TAG_SUFFIX = new RegExp(`^(?:${NS_TAG_CHAR})+$`);
var PATTERN_TAG_PREFIX = new RegExp(`^(?:!(?:${NS_URI_CHAR})*|${NS_TAG_CHAR}(?:${NS_URI_CHAR})*)$`);
var DEFAULT_PARSER_OPTIONS = {
  filename: "",
  maxDepth: 100
};
function addDocumentEvent(state, explicitStart, explicitEnd) {
  state.events.push({
    type: EVENT_ID.DOCUMENT,
    explicitStart,
    explicitEnd,
    directives: state.directives
  });
}
function addSequenceEvent(state, start, anchorStart, anchorEnd, tagStart, tagEnd, style) {
  state.events.push({
    type: EVENT_ID.SEQUENCE,
    start,
    anchorStart,
    anchorEnd,
    tagStart,
    tagEnd,
    style
  });
}
function addMappingEvent(state, start, anchorStart, anchorEnd, tagStart, tagEnd, style) {
  state.events.push({
    type: EVENT_ID.MAPPING,
    start,
    anchorStart,
    anchorEnd,
    tagStart,
    tagEnd,
    style
  });
}
function insertFlowPairMappingEvent(state, snapshot) {
  state.events.splice(snapshot.eventsLength, 0, {
    type: EVENT_ID.MAPPING,
    start: snapshot.position,
    anchorStart: NO_RANGE$1,
    anchorEnd: NO_RANGE$1,
    tagStart: NO_RANGE$1,
    tagEnd: NO_RANGE$1,
    style: COLLECTION_STYLE.FLOW
  });
}
function addScalarEvent(state, valueStart, valueEnd, anchorStart, anchorEnd, tagStart, tagEnd, style, chomping = CHOMPING_MODE.CLIP, indent = -1, fast = false) {
  state.events.push({
    type: EVENT_ID.SCALAR,
    valueStart,
    valueEnd,
    anchorStart,
    anchorEnd,
    tagStart,
    tagEnd,
    style,
    chomping,
    indent,
    fast
  });
}
function addAliasEvent(state, anchorStart, anchorEnd) {
  state.events.push({
    type: EVENT_ID.ALIAS,
    anchorStart,
    anchorEnd
  });
}
function addPopEvent(state) {
  state.events.push({ type: EVENT_ID.POP });
}
function addEmptyScalarEvent(state) {
  addScalarEvent(state, NO_RANGE$1, NO_RANGE$1, NO_RANGE$1, NO_RANGE$1, NO_RANGE$1, NO_RANGE$1, SCALAR_STYLE.PLAIN);
}
function emptyProperties() {
  return {
    anchorStart: NO_RANGE$1,
    anchorEnd: NO_RANGE$1,
    tagStart: NO_RANGE$1,
    tagEnd: NO_RANGE$1
  };
}
function snapshotState(state) {
  return {
    position: state.position,
    line: state.line,
    lineStart: state.lineStart,
    lineIndent: state.lineIndent,
    firstTabInLine: state.firstTabInLine,
    eventsLength: state.events.length
  };
}
function restoreState(state, snapshot) {
  state.position = snapshot.position;
  state.line = snapshot.line;
  state.lineStart = snapshot.lineStart;
  state.lineIndent = snapshot.lineIndent;
  state.firstTabInLine = snapshot.firstTabInLine;
  state.events.length = snapshot.eventsLength;
}
function throwError(state, message) {
  YAMLException.throwAt(state.input.slice(0, state.length), state.position, message, state.filename);
}
function isEol(c) {
  return c === 10 || c === 13;
}
function isWhiteSpace(c) {
  return c === 9 || c === 32;
}
function isWsOrEol(c) {
  return isWhiteSpace(c) || isEol(c);
}
function isWsOrEolOrEnd(c) {
  return c === 0 || isWsOrEol(c);
}
function isFlowIndicator(c) {
  return c === 44 || c === 91 || c === 93 || c === 123 || c === 125;
}
function fromDecimalCode(c) {
  return c >= 48 && c <= 57 ? c - 48 : -1;
}
function fromHexCode(c) {
  if (c >= 48 && c <= 57) return c - 48;
  const lc = c | 32;
  if (lc >= 97 && lc <= 102) return lc - 97 + 10;
  return -1;
}
function escapedHexLen(c) {
  if (c === 120) return 2;
  if (c === 117) return 4;
  if (c === 85) return 8;
  return 0;
}
function isSimpleEscape(c) {
  return c === 48 || c === 97 || c === 98 || c === 116 || c === 9 || c === 110 || c === 118 || c === 102 || c === 114 || c === 101 || c === 32 || c === 34 || c === 47 || c === 92 || c === 78 || c === 95 || c === 76 || c === 80;
}
function consumeLineBreak(state) {
  if (state.input.charCodeAt(state.position) === 10) state.position++;
  else {
    state.position++;
    if (state.input.charCodeAt(state.position) === 10) state.position++;
  }
  state.line++;
  state.lineStart = state.position;
  state.lineIndent = 0;
  state.firstTabInLine = -1;
}
function skipSeparationSpace(state, allowComments) {
  let lineBreaks = 0;
  let ch = state.input.charCodeAt(state.position);
  let hasSeparation = state.position === state.lineStart || isWsOrEol(state.input.charCodeAt(state.position - 1));
  while (ch !== 0) {
    while (isWhiteSpace(ch)) {
      hasSeparation = true;
      if (ch === 9 && state.firstTabInLine === -1) state.firstTabInLine = state.position;
      ch = state.input.charCodeAt(++state.position);
    }
    if (allowComments && hasSeparation && ch === 35) do
      ch = state.input.charCodeAt(++state.position);
    while (!isEol(ch) && ch !== 0);
    if (!isEol(ch)) break;
    consumeLineBreak(state);
    lineBreaks++;
    hasSeparation = true;
    ch = state.input.charCodeAt(state.position);
    while (ch === 32) {
      state.lineIndent++;
      ch = state.input.charCodeAt(++state.position);
    }
  }
  return lineBreaks;
}
function testDocumentSeparator(state, position = state.position) {
  const ch = state.input.charCodeAt(position);
  if ((ch === 45 || ch === 46) && ch === state.input.charCodeAt(position + 1) && ch === state.input.charCodeAt(position + 2)) {
    const following = state.input.charCodeAt(position + 3);
    return following === 0 || isWsOrEol(following);
  }
  return false;
}
function skipByteOrderMark(state) {
  if (state.position === state.lineStart && state.input.charCodeAt(state.position) === 65279) {
    state.position++;
    state.lineStart = state.position;
  }
}
function testDocumentBoundary(state) {
  if (state.position !== state.lineStart) return false;
  if (testDocumentSeparator(state)) return true;
  if (state.input.charCodeAt(state.position) !== 65279) return false;
  const snapshot = snapshotState(state);
  skipByteOrderMark(state);
  skipSeparationSpace(state, true);
  const ch = state.input.charCodeAt(state.position);
  const result2 = state.position === state.lineStart && (ch === 37 || ch === 45 && testDocumentSeparator(state));
  restoreState(state, snapshot);
  return result2;
}
function skipUntilLineEnd(state) {
  let ch = state.input.charCodeAt(state.position);
  while (ch !== 0 && !isEol(ch)) ch = state.input.charCodeAt(++state.position);
}
function checkPrintable(state, start, end2) {
  const match2 = PATTERN_NON_PRINTABLE.exec(state.input.slice(start, end2));
  if (match2 !== null) {
    state.position = start + match2.index + match2[0].length - 1;
    throwError(state, "the stream contains non-printable characters");
  }
}
function readTagProperty(state, props, inFlow) {
  if (state.input.charCodeAt(state.position) !== 33) return false;
  if (props.tagStart !== NO_RANGE$1) throwError(state, "duplication of a tag property");
  const start = state.position;
  let isVerbatim = false;
  let isNamed2 = false;
  let tagHandle = "!";
  let ch = state.input.charCodeAt(++state.position);
  if (ch === 60) {
    isVerbatim = true;
    ch = state.input.charCodeAt(++state.position);
  } else if (ch === 33) {
    isNamed2 = true;
    tagHandle = "!!";
    ch = state.input.charCodeAt(++state.position);
  }
  let suffixStart = state.position;
  let tagName;
  if (isVerbatim) {
    while (ch !== 0 && ch !== 62) ch = state.input.charCodeAt(++state.position);
    if (ch !== 62) throwError(state, "unexpected end of the stream within a verbatim tag");
    tagName = state.input.slice(suffixStart, state.position);
    state.position++;
  } else {
    while (ch !== 0 && !isWsOrEol(ch) && !(inFlow && isFlowIndicator(ch))) {
      if (ch === 33) {
        if (!isNamed2) {
          tagHandle = state.input.slice(suffixStart - 1, state.position + 1);
          if (!PATTERN_TAG_HANDLE.test(tagHandle)) throwError(state, "named tag handle cannot contain such characters");
          isNamed2 = true;
          suffixStart = state.position + 1;
        } else throwError(state, "tag suffix cannot contain exclamation marks");
      }
      ch = state.input.charCodeAt(++state.position);
    }
    tagName = state.input.slice(suffixStart, state.position);
    if (PATTERN_FLOW_INDICATORS.test(tagName)) throwError(state, "tag suffix cannot contain flow indicator characters");
  }
  if (tagName && !(isVerbatim ? PATTERN_TAG_URI.test(tagName) : PATTERN_TAG_SUFFIX.test(tagName))) throwError(state, `tag name cannot contain such characters: ${tagName}`);
  if (!isVerbatim && tagHandle !== "!" && tagHandle !== "!!" && !HAS_OWN.call(state.tagHandlers, tagHandle)) throwError(state, `undeclared tag handle "${tagHandle}"`);
  props.tagStart = start;
  props.tagEnd = state.position;
  return true;
}
function readAnchorProperty(state, props) {
  if (state.input.charCodeAt(state.position) !== 38) return false;
  if (props.anchorStart !== NO_RANGE$1) throwError(state, "duplication of an anchor property");
  state.position++;
  const start = state.position;
  while (state.input.charCodeAt(state.position) !== 0 && !isWsOrEol(state.input.charCodeAt(state.position)) && !isFlowIndicator(state.input.charCodeAt(state.position))) state.position++;
  if (state.position === start) throwError(state, "name of an anchor node must contain at least one character");
  props.anchorStart = start;
  props.anchorEnd = state.position;
  return true;
}
function readAlias(state, props) {
  if (state.input.charCodeAt(state.position) !== 42) return false;
  if (props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1) throwError(state, "alias node should not have any properties");
  state.position++;
  const start = state.position;
  while (state.input.charCodeAt(state.position) !== 0 && !isWsOrEol(state.input.charCodeAt(state.position)) && !isFlowIndicator(state.input.charCodeAt(state.position))) state.position++;
  if (state.position === start) throwError(state, "name of an alias node must contain at least one character");
  addAliasEvent(state, start, state.position);
  return true;
}
function readFlowScalarBreak(state, nodeIndent) {
  skipSeparationSpace(state, false);
  if (state.lineIndent < nodeIndent) throwError(state, "deficient indentation");
}
function readSingleQuotedScalar(state, nodeIndent, props) {
  if (state.input.charCodeAt(state.position) !== 39) return false;
  state.position++;
  const start = state.position;
  let simple = true;
  while (state.input.charCodeAt(state.position) !== 0) {
    const ch = state.input.charCodeAt(state.position);
    if (ch === 39) {
      if (state.input.charCodeAt(state.position + 1) === 39) {
        simple = false;
        state.position += 2;
        continue;
      }
      const end2 = state.position;
      state.position++;
      addScalarEvent(state, start, end2, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, SCALAR_STYLE.SINGLE_QUOTED, CHOMPING_MODE.CLIP, -1, simple);
      return true;
    }
    if (isEol(ch)) {
      simple = false;
      readFlowScalarBreak(state, nodeIndent);
    } else if (state.position === state.lineStart && testDocumentSeparator(state)) throwError(state, "unexpected end of the document within a single quoted scalar");
    else if (ch !== 9 && ch < 32) throwError(state, "expected valid JSON character");
    else state.position++;
  }
  throwError(state, "unexpected end of the stream within a single quoted scalar");
}
function readDoubleQuotedScalar(state, nodeIndent, props) {
  if (state.input.charCodeAt(state.position) !== 34) return false;
  state.position++;
  const start = state.position;
  let simple = true;
  while (state.input.charCodeAt(state.position) !== 0) {
    const ch = state.input.charCodeAt(state.position);
    if (ch === 34) {
      const end2 = state.position;
      state.position++;
      addScalarEvent(state, start, end2, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, SCALAR_STYLE.DOUBLE_QUOTED, CHOMPING_MODE.CLIP, -1, simple);
      return true;
    }
    if (ch === 92) {
      simple = false;
      const escaped2 = state.input.charCodeAt(++state.position);
      if (isEol(escaped2)) readFlowScalarBreak(state, nodeIndent);
      else if (isSimpleEscape(escaped2)) state.position++;
      else {
        let hexLength = escapedHexLen(escaped2);
        if (hexLength === 0) throwError(state, "unknown escape sequence");
        while (hexLength-- > 0) {
          state.position++;
          if (fromHexCode(state.input.charCodeAt(state.position)) < 0) throwError(state, "expected hexadecimal character");
        }
        state.position++;
      }
    } else if (isEol(ch)) {
      simple = false;
      readFlowScalarBreak(state, nodeIndent);
    } else if (state.position === state.lineStart && testDocumentSeparator(state)) throwError(state, "unexpected end of the document within a double quoted scalar");
    else if (ch !== 9 && ch < 32) throwError(state, "expected valid JSON character");
    else state.position++;
  }
  throwError(state, "unexpected end of the stream within a double quoted scalar");
}
function readBlockScalar(state, parentIndent, props) {
  const ch = state.input.charCodeAt(state.position);
  let chomping = CHOMPING_MODE.CLIP;
  let indent = -1;
  let detectedIndent = false;
  if (ch !== 124 && ch !== 62) return false;
  const style = ch === 124 ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK;
  state.position++;
  while (state.input.charCodeAt(state.position) !== 0) {
    const current = state.input.charCodeAt(state.position);
    const digit2 = fromDecimalCode(current);
    if (current === 43 || current === 45) {
      if (chomping !== CHOMPING_MODE.CLIP) throwError(state, "repeat of a chomping mode identifier");
      chomping = current === 43 ? CHOMPING_MODE.KEEP : CHOMPING_MODE.STRIP;
      state.position++;
    } else if (digit2 >= 0) {
      if (digit2 === 0) throwError(state, "bad explicit indentation width of a block scalar; it cannot be less than one");
      if (detectedIndent) throwError(state, "repeat of an indentation width identifier");
      indent = parentIndent + digit2 - 1;
      detectedIndent = true;
      state.position++;
    } else break;
  }
  let hadWhitespace = false;
  while (isWhiteSpace(state.input.charCodeAt(state.position))) {
    hadWhitespace = true;
    state.position++;
  }
  if (hadWhitespace && state.input.charCodeAt(state.position) === 35) skipUntilLineEnd(state);
  if (isEol(state.input.charCodeAt(state.position))) consumeLineBreak(state);
  else if (state.input.charCodeAt(state.position) !== 0) throwError(state, "a line break is expected");
  let contentIndent = detectedIndent ? indent : -1;
  let maxLeadingIndent = 0;
  const valueStart = state.position;
  let valueEnd = state.position;
  while (state.input.charCodeAt(state.position) !== 0) {
    const linePosition = state.position;
    let column2 = 0;
    while (state.input.charCodeAt(linePosition + column2) === 32) column2++;
    const first2 = state.input.charCodeAt(linePosition + column2);
    if (first2 === 0) {
      if (contentIndent >= 0) {
        if (column2 > contentIndent) valueEnd = linePosition + column2;
      } else if (column2 > 0) valueEnd = linePosition + column2;
      break;
    }
    if (testDocumentBoundary(state)) break;
    if (!detectedIndent && contentIndent === -1 && isEol(first2)) maxLeadingIndent = Math.max(maxLeadingIndent, column2);
    if (!detectedIndent && contentIndent === -1 && !isEol(first2)) {
      if (first2 === 9 && column2 < parentIndent) {
        state.position = linePosition + column2;
        throwError(state, "tab characters must not be used in indentation");
      }
      if (column2 >= parentIndent && column2 < maxLeadingIndent) {
        state.position = linePosition + column2;
        throwError(state, "bad indentation of a mapping entry");
      }
    }
    if (contentIndent === -1 && first2 !== 0 && !isEol(first2) && column2 < parentIndent) {
      state.lineIndent = column2;
      state.position = linePosition + column2;
      break;
    }
    if (!detectedIndent && first2 !== 0 && !isEol(first2) && contentIndent === -1) contentIndent = column2;
    const requiredIndent = contentIndent === -1 ? parentIndent + 1 : contentIndent;
    if (first2 !== 0 && !isEol(first2) && column2 < requiredIndent) {
      state.lineIndent = column2;
      state.position = linePosition + column2;
      break;
    }
    skipUntilLineEnd(state);
    valueEnd = state.position;
    if (isEol(state.input.charCodeAt(state.position))) {
      consumeLineBreak(state);
      valueEnd = state.position;
    }
  }
  checkPrintable(state, valueStart, valueEnd);
  addScalarEvent(state, valueStart, valueEnd, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, style, chomping, contentIndent);
  return true;
}
function canStartPlainScalar(state, nodeContext) {
  const ch = state.input.charCodeAt(state.position);
  const inFlow = nodeContext === CONTEXT_FLOW_IN;
  if (ch === 0 || isWsOrEol(ch) || ch === 35 || ch === 38 || ch === 42 || ch === 33 || ch === 124 || ch === 62 || ch === 39 || ch === 34 || ch === 37 || ch === 64 || ch === 96 || isFlowIndicator(ch)) return false;
  if (ch === 63 || ch === 45) {
    const following = state.input.charCodeAt(state.position + 1);
    if (isWsOrEolOrEnd(following) || inFlow && isFlowIndicator(following)) return false;
  }
  return true;
}
function readPlainScalar(state, nodeIndent, nodeContext, props) {
  if (!canStartPlainScalar(state, nodeContext)) return false;
  const start = state.position;
  let end2 = state.position;
  let ch = state.input.charCodeAt(state.position);
  const inFlow = nodeContext === CONTEXT_FLOW_IN;
  let multiline = false;
  while (ch !== 0) {
    if (testDocumentBoundary(state)) break;
    if (ch === 58) {
      const following = state.input.charCodeAt(state.position + 1);
      if (isWsOrEolOrEnd(following) || inFlow && isFlowIndicator(following)) break;
    } else if (ch === 35) {
      if (isWsOrEol(state.input.charCodeAt(state.position - 1))) break;
    } else if (inFlow && isFlowIndicator(ch)) break;
    else if (isEol(ch)) {
      const savedPosition = state.position;
      const savedLine = state.line;
      const savedLineStart = state.lineStart;
      const savedLineIndent = state.lineIndent;
      skipSeparationSpace(state, false);
      if (state.lineIndent >= nodeIndent) {
        multiline = true;
        ch = state.input.charCodeAt(state.position);
        continue;
      }
      state.position = savedPosition;
      state.line = savedLine;
      state.lineStart = savedLineStart;
      state.lineIndent = savedLineIndent;
      break;
    }
    if (!isWhiteSpace(ch)) end2 = state.position + 1;
    ch = state.input.charCodeAt(++state.position);
  }
  if (end2 === start) return false;
  checkPrintable(state, start, end2);
  addScalarEvent(state, start, end2, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, SCALAR_STYLE.PLAIN, CHOMPING_MODE.CLIP, -1, !multiline);
  return true;
}
function skipFlowSeparationSpace(state, nodeIndent) {
  const startLine = state.line;
  skipSeparationSpace(state, true);
  if (state.line > startLine && state.lineIndent < nodeIndent || state.firstTabInLine !== -1 && state.lineIndent < nodeIndent) throwError(state, "deficient indentation");
}
function readFlowCollection(state, nodeIndent, props) {
  const ch = state.input.charCodeAt(state.position);
  const isMapping2 = ch === 123;
  const start = state.position;
  let readNext = true;
  if (ch !== 91 && ch !== 123) return false;
  const terminator = isMapping2 ? 125 : 93;
  if (isMapping2) addMappingEvent(state, start, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, COLLECTION_STYLE.FLOW);
  else addSequenceEvent(state, start, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, COLLECTION_STYLE.FLOW);
  state.position++;
  while (state.input.charCodeAt(state.position) !== 0) {
    skipFlowSeparationSpace(state, nodeIndent);
    let ch2 = state.input.charCodeAt(state.position);
    if (ch2 === terminator) {
      state.position++;
      addPopEvent(state);
      return true;
    } else if (!readNext) throwError(state, "missed comma between flow collection entries");
    else if (ch2 === 44) throwError(state, "expected the node content, but found ','");
    let isPair2 = false;
    let isExplicitPair = false;
    if (ch2 === 63 && isWsOrEol(state.input.charCodeAt(state.position + 1))) {
      isPair2 = isExplicitPair = true;
      state.position += 1;
      skipFlowSeparationSpace(state, nodeIndent);
    }
    const entryLine = state.line;
    const entryStart = snapshotState(state);
    const keyWasRead = parseNode(state, nodeIndent, CONTEXT_FLOW_IN, false, true);
    skipFlowSeparationSpace(state, nodeIndent);
    ch2 = state.input.charCodeAt(state.position);
    if ((isMapping2 || isExplicitPair || state.line === entryLine) && ch2 === 58) {
      isPair2 = true;
      state.position++;
      skipFlowSeparationSpace(state, nodeIndent);
      if (!isMapping2) {
        insertFlowPairMappingEvent(state, entryStart);
        if (!keyWasRead) addEmptyScalarEvent(state);
      } else if (!keyWasRead) addEmptyScalarEvent(state);
      if (!parseNode(state, nodeIndent, CONTEXT_FLOW_IN, false, true)) addEmptyScalarEvent(state);
      skipFlowSeparationSpace(state, nodeIndent);
      if (!isMapping2) addPopEvent(state);
    } else if (isMapping2 && isPair2) {
      if (!keyWasRead) addEmptyScalarEvent(state);
      addEmptyScalarEvent(state);
    } else if (isMapping2) addEmptyScalarEvent(state);
    else if (isPair2) {
      insertFlowPairMappingEvent(state, entryStart);
      if (!keyWasRead) addEmptyScalarEvent(state);
      addEmptyScalarEvent(state);
      addPopEvent(state);
    }
    ch2 = state.input.charCodeAt(state.position);
    if (ch2 === 44) {
      readNext = true;
      state.position++;
    } else readNext = false;
  }
  throwError(state, "unexpected end of the stream within a flow collection");
}
function readBlockSequence(state, nodeIndent, props) {
  if (state.firstTabInLine !== -1 || state.input.charCodeAt(state.position) !== 45 || !isWsOrEolOrEnd(state.input.charCodeAt(state.position + 1))) return false;
  addSequenceEvent(state, state.position, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, COLLECTION_STYLE.BLOCK);
  while (state.input.charCodeAt(state.position) === 45 && isWsOrEolOrEnd(state.input.charCodeAt(state.position + 1))) {
    if (state.firstTabInLine !== -1) {
      state.position = state.firstTabInLine;
      throwError(state, "tab characters must not be used in indentation");
    }
    const entryLine = state.line;
    state.position++;
    const hadBreak = skipSeparationSpace(state, true) > 0;
    if (state.firstTabInLine !== -1 && state.input.charCodeAt(state.position) === 45 && isWsOrEolOrEnd(state.input.charCodeAt(state.position + 1))) throwError(state, "bad indentation of a sequence entry");
    if (hadBreak && state.lineIndent <= nodeIndent) addEmptyScalarEvent(state);
    else parseNode(state, nodeIndent, CONTEXT_BLOCK_IN, false, true);
    skipSeparationSpace(state, true);
    if (state.lineIndent < nodeIndent || state.position >= state.length) break;
    if (state.lineIndent > nodeIndent) throwError(state, "bad indentation of a sequence entry");
    if (state.line === entryLine && state.input.charCodeAt(state.position) === 45 && isWsOrEolOrEnd(state.input.charCodeAt(state.position + 1))) throwError(state, "bad indentation of a sequence entry");
  }
  addPopEvent(state);
  return true;
}
function readBlockMapping(state, nodeIndent, flowIndent, props) {
  let atExplicitKey = false;
  let detected = false;
  let mappingOpened = false;
  let pendingExplicitKey = false;
  if (state.firstTabInLine !== -1) return false;
  let ch = state.input.charCodeAt(state.position);
  while (ch !== 0) {
    if (!atExplicitKey && state.firstTabInLine !== -1) {
      state.position = state.firstTabInLine;
      throwError(state, "tab characters must not be used in indentation");
    }
    const following = state.input.charCodeAt(state.position + 1);
    const entryLine = state.line;
    if ((ch === 63 || ch === 58) && isWsOrEolOrEnd(following)) {
      if (!mappingOpened) {
        addMappingEvent(state, state.position, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, COLLECTION_STYLE.BLOCK);
        mappingOpened = true;
      }
      if (ch === 63) {
        if (atExplicitKey) addEmptyScalarEvent(state);
        detected = true;
        atExplicitKey = true;
      } else if (atExplicitKey) atExplicitKey = false;
      else {
        addEmptyScalarEvent(state);
        detected = true;
        atExplicitKey = false;
      }
      state.position += 1;
      pendingExplicitKey = true;
    } else {
      if (atExplicitKey) {
        addEmptyScalarEvent(state);
        atExplicitKey = false;
      }
      const beforeKey = snapshotState(state);
      if (!parseNode(state, flowIndent, CONTEXT_FLOW_OUT, false, true)) break;
      if (state.line === entryLine) {
        ch = state.input.charCodeAt(state.position);
        while (isWhiteSpace(ch)) ch = state.input.charCodeAt(++state.position);
        if (ch === 58) {
          ch = state.input.charCodeAt(++state.position);
          if (!isWsOrEolOrEnd(ch)) throwError(state, "a whitespace character is expected after the key-value separator within a block mapping");
          if (!mappingOpened) {
            state.events.splice(beforeKey.eventsLength, 0, {
              type: EVENT_ID.MAPPING,
              start: beforeKey.position,
              anchorStart: props.anchorStart,
              anchorEnd: props.anchorEnd,
              tagStart: props.tagStart,
              tagEnd: props.tagEnd,
              style: COLLECTION_STYLE.BLOCK
            });
            mappingOpened = true;
          }
          detected = true;
          atExplicitKey = false;
          pendingExplicitKey = false;
        } else if (detected) throwError(state, "expected ':' after a mapping key");
        else {
          if (props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1) {
            restoreState(state, beforeKey);
            return false;
          }
          return true;
        }
      } else if (detected) throwError(state, "can not read a block mapping entry; a multiline key may not be an implicit key");
      else {
        if (props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1) {
          restoreState(state, beforeKey);
          return false;
        }
        return true;
      }
    }
    if (parseNode(state, nodeIndent, CONTEXT_BLOCK_OUT, true, pendingExplicitKey)) pendingExplicitKey = false;
    if (!atExplicitKey) {
      if (pendingExplicitKey) {
        addEmptyScalarEvent(state);
        pendingExplicitKey = false;
      }
    }
    skipSeparationSpace(state, true);
    ch = state.input.charCodeAt(state.position);
    if ((state.line === entryLine || state.lineIndent > nodeIndent) && ch !== 0) throwError(state, "bad indentation of a mapping entry");
    else if (state.lineIndent < nodeIndent) break;
  }
  if (!detected) return false;
  if (atExplicitKey) addEmptyScalarEvent(state);
  if (mappingOpened) addPopEvent(state);
  return true;
}
function parseNode(state, parentIndent, nodeContext, allowToSeek, allowCompact, allowPropertyMapping = true) {
  if (state.depth >= state.maxDepth) throwError(state, `nesting exceeded maxDepth (${state.maxDepth})`);
  state.depth++;
  let indentStatus = 1;
  let atNewLine = false;
  let hasContent = false;
  let propertyStart = null;
  const props = emptyProperties();
  let allowBlockScalars = nodeContext === CONTEXT_BLOCK_OUT || nodeContext === CONTEXT_BLOCK_IN;
  let allowBlockCollections = allowBlockScalars;
  const allowBlockStyles = allowBlockScalars;
  if (allowToSeek && skipSeparationSpace(state, true)) {
    atNewLine = true;
    if (state.lineIndent > parentIndent) indentStatus = 1;
    else if (state.lineIndent === parentIndent) indentStatus = 0;
    else indentStatus = -1;
  }
  if (indentStatus === 1) while (true) {
    const ch = state.input.charCodeAt(state.position);
    const propertyState = snapshotState(state);
    if (atNewLine && indentStatus !== 1 && (ch === 33 || ch === 38)) break;
    if (atNewLine && allowBlockStyles && (props.tagStart !== NO_RANGE$1 || props.anchorStart !== NO_RANGE$1) && (ch === 33 || ch === 38)) {
      const fallbackState = snapshotState(state);
      const flowIndent = parentIndent + 1;
      if (readBlockMapping(state, state.position - state.lineStart, flowIndent, props) && state.events[fallbackState.eventsLength]?.type === EVENT_ID.MAPPING) {
        state.depth--;
        return true;
      }
      restoreState(state, fallbackState);
    }
    if (atNewLine && (ch === 33 && props.tagStart !== NO_RANGE$1 || ch === 38 && props.anchorStart !== NO_RANGE$1)) break;
    if (!readTagProperty(state, props, nodeContext === CONTEXT_FLOW_IN) && !readAnchorProperty(state, props)) break;
    if (propertyStart === null) propertyStart = propertyState;
    if (skipSeparationSpace(state, true)) {
      atNewLine = true;
      allowBlockCollections = allowBlockStyles;
      if (state.lineIndent > parentIndent) indentStatus = 1;
      else if (state.lineIndent === parentIndent) indentStatus = 0;
      else indentStatus = -1;
    } else allowBlockCollections = false;
  }
  if (allowBlockCollections) allowBlockCollections = atNewLine || allowCompact;
  if (indentStatus === 1 || nodeContext === CONTEXT_BLOCK_OUT) {
    const flowIndent = nodeContext === CONTEXT_FLOW_IN || nodeContext === CONTEXT_FLOW_OUT ? parentIndent : parentIndent + 1;
    const blockIndent = state.position - state.lineStart;
    if (indentStatus === 1) {
      if (allowBlockCollections && (readBlockSequence(state, blockIndent, props) || readBlockMapping(state, blockIndent, flowIndent, props)) || readFlowCollection(state, flowIndent, props)) hasContent = true;
      else {
        const ch = state.input.charCodeAt(state.position);
        if (propertyStart !== null && allowPropertyMapping && allowBlockStyles && !allowBlockCollections && ch !== 124 && ch !== 62) {
          const fallbackState = snapshotState(state);
          const propertyIndent = propertyStart.position - propertyStart.lineStart;
          restoreState(state, propertyStart);
          if (readBlockMapping(state, propertyIndent, flowIndent, emptyProperties()) && state.events[fallbackState.eventsLength]?.type === EVENT_ID.MAPPING) hasContent = true;
          else restoreState(state, fallbackState);
        }
        if (!hasContent && (allowBlockScalars && readBlockScalar(state, flowIndent, props) || readSingleQuotedScalar(state, flowIndent, props) || readDoubleQuotedScalar(state, flowIndent, props) || readAlias(state, props) || readPlainScalar(state, flowIndent, nodeContext, props))) hasContent = true;
      }
    } else if (indentStatus === 0) hasContent = allowBlockCollections && readBlockSequence(state, blockIndent, props);
  }
  allowBlockScalars = allowBlockScalars && !hasContent;
  if (!hasContent && (props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1 || allowBlockScalars)) {
    addScalarEvent(state, NO_RANGE$1, NO_RANGE$1, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, SCALAR_STYLE.PLAIN);
    hasContent = true;
  }
  state.depth--;
  return hasContent || props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1;
}
function readDirective(state) {
  if (state.lineIndent > 0 || state.input.charCodeAt(state.position) !== 37) return false;
  state.position++;
  const nameStart = state.position;
  while (state.input.charCodeAt(state.position) !== 0 && !isWsOrEol(state.input.charCodeAt(state.position))) state.position++;
  const name3 = state.input.slice(nameStart, state.position);
  const args = [];
  if (name3.length === 0) throwError(state, "directive name must not be less than one character in length");
  while (state.input.charCodeAt(state.position) !== 0 && !isEol(state.input.charCodeAt(state.position))) {
    while (isWhiteSpace(state.input.charCodeAt(state.position))) state.position++;
    if (state.input.charCodeAt(state.position) === 35 || isEol(state.input.charCodeAt(state.position)) || state.input.charCodeAt(state.position) === 0) break;
    const start = state.position;
    while (state.input.charCodeAt(state.position) !== 0 && !isWsOrEol(state.input.charCodeAt(state.position))) state.position++;
    args.push(state.input.slice(start, state.position));
  }
  if (isEol(state.input.charCodeAt(state.position))) consumeLineBreak(state);
  if (name3 === "YAML") {
    if (state.directives.some((directive) => directive.kind === "yaml")) throwError(state, "duplication of %YAML directive");
    if (args.length !== 1) throwError(state, "YAML directive accepts exactly one argument");
    const match2 = /^([0-9]+)\.([0-9]+)$/.exec(args[0]);
    if (match2 === null) throwError(state, "ill-formed argument of the YAML directive");
    if (parseInt(match2[1], 10) !== 1) throwError(state, "unacceptable YAML version of the document");
    state.directives.push({
      kind: "yaml",
      version: args[0]
    });
  } else if (name3 === "TAG") {
    if (args.length !== 2) throwError(state, "TAG directive accepts exactly two arguments");
    const [handle, prefix2] = args;
    if (!PATTERN_TAG_HANDLE.test(handle)) throwError(state, "ill-formed tag handle (first argument) of the TAG directive");
    if (HAS_OWN.call(state.tagHandlers, handle)) throwError(state, `there is a previously declared suffix for "${handle}" tag handle`);
    if (!PATTERN_TAG_PREFIX.test(prefix2)) throwError(state, "ill-formed tag prefix (second argument) of the TAG directive");
    state.tagHandlers[handle] = prefix2;
    state.directives.push({
      kind: "tag",
      handle,
      prefix: prefix2
    });
  }
  return true;
}
function readDocument(state) {
  state.directives = [];
  state.tagHandlers = /* @__PURE__ */ Object.create(null);
  let hasDirectives = false;
  skipSeparationSpace(state, true);
  while (readDirective(state)) {
    hasDirectives = true;
    skipSeparationSpace(state, true);
  }
  let explicitStart = false;
  let explicitEnd = false;
  let allowCompact = true;
  if (state.lineIndent === 0 && state.input.charCodeAt(state.position) === 45 && state.input.charCodeAt(state.position + 1) === 45 && state.input.charCodeAt(state.position + 2) === 45 && isWsOrEolOrEnd(state.input.charCodeAt(state.position + 3))) {
    explicitStart = true;
    const markerLine = state.line;
    state.position += 3;
    skipSeparationSpace(state, true);
    allowCompact = state.line > markerLine;
  } else if (hasDirectives) throwError(state, "directives end mark is expected");
  const documentEventIndex = state.events.length;
  if (!explicitStart && state.position === state.lineStart && state.input.charCodeAt(state.position) === 46 && testDocumentSeparator(state)) {
    state.position += 3;
    skipSeparationSpace(state, true);
    return;
  }
  addDocumentEvent(state, explicitStart, false);
  if (!parseNode(state, state.lineIndent - 1, CONTEXT_BLOCK_OUT, false, allowCompact, allowCompact)) addEmptyScalarEvent(state);
  skipSeparationSpace(state, true);
  if (state.position === state.lineStart && testDocumentSeparator(state)) {
    explicitEnd = state.input.charCodeAt(state.position) === 46;
    if (explicitEnd) {
      const markerLine = state.line;
      state.position += 3;
      skipSeparationSpace(state, true);
      if (state.line === markerLine && state.position < state.length) throwError(state, "end of the stream or a document separator is expected");
    }
  }
  const documentEvent = state.events[documentEventIndex];
  if (documentEvent?.type === EVENT_ID.DOCUMENT) documentEvent.explicitEnd = explicitEnd;
  addPopEvent(state);
  if (!explicitEnd && state.position < state.length && !testDocumentBoundary(state)) throwError(state, "end of the stream or a document separator is expected");
}
function parseEvents(input, options2) {
  const length = input.length;
  const state = {
    ...DEFAULT_PARSER_OPTIONS,
    ...options2,
    input: `${input}\0`,
    length,
    position: 0,
    line: 0,
    lineStart: 0,
    lineIndent: 0,
    firstTabInLine: -1,
    depth: 0,
    directives: [],
    tagHandlers: /* @__PURE__ */ Object.create(null),
    events: []
  };
  const nullpos = input.indexOf("\0");
  if (nullpos !== -1) YAMLException.throwAt(input, nullpos, "null byte is not allowed in input", state.filename);
  while (state.position < state.length) {
    skipByteOrderMark(state);
    skipSeparationSpace(state, true);
    if (state.position >= state.length) break;
    const documentStart = state.position;
    readDocument(state);
    if (state.position === documentStart)
      throwError(state, "can not read a document");
  }
  return state.events;
}
var DEFAULT_LOAD_OPTIONS = {
  ...DEFAULT_PARSER_OPTIONS,
  ...DEFAULT_CONSTRUCTOR_OPTIONS
};
function hasBit(mask, bit) {
  return (mask & 1 << bit) !== 0;
}
var DEFAULT_SCALAR_STYLE_RULES = {
  applyQuoteFlowKeysOption,
  doubleQuoteForInvisibles,
  doubleQuoteWhitespaceOnly,
  applyForceQuotesOption,
  tryLongOrMultilineAsBlock,
  quoteInvalidPlain,
  fallbackToDoubleQuoted
};
function _preferredQuotedStyle(layout2) {
  if (layout2.presenterOptions.quoteStyle === "single" && hasBit(layout2.allowedStylesMask, SCALAR_STYLE.SINGLE_QUOTED)) return SCALAR_STYLE.SINGLE_QUOTED;
  return SCALAR_STYLE.DOUBLE_QUOTED;
}
function applyQuoteFlowKeysOption(layout2) {
  if (!layout2.presenterOptions.quoteFlowKeys) return;
  if (!layout2.isKey || !layout2.flowOnly || layout2.style !== SCALAR_STYLE.PLAIN) return;
  layout2.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
function doubleQuoteForInvisibles(layout2) {
  if (layout2.style === SCALAR_STYLE.PLAIN && /[\t\x7F-\xA0\u2028\u2029\uFEFF\uFFFE\uFFFF]/.test(layout2.node.value)) layout2.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
function doubleQuoteWhitespaceOnly(layout2) {
  if (layout2.style === SCALAR_STYLE.PLAIN && /^\s+$/.test(layout2.node.value)) layout2.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
function applyForceQuotesOption(layout2) {
  if (!layout2.presenterOptions.forceQuotes) return;
  if (layout2.isKey || layout2.style !== SCALAR_STYLE.PLAIN) return;
  if (layout2.node.tag !== layout2.presenterOptions.schema.defaultScalarTag.tagName) return;
  layout2.style = layout2.node.value.includes("\n") ? SCALAR_STYLE.DOUBLE_QUOTED : _preferredQuotedStyle(layout2);
}
function tryLongOrMultilineAsBlock(layout2) {
  if (layout2.style !== SCALAR_STYLE.PLAIN || layout2.isKey) return;
  const value2 = layout2.node.value;
  const multiline = value2.indexOf("\n") !== -1;
  if (!hasBit(layout2.allowedStylesMask, SCALAR_STYLE.LITERAL_BLOCK)) {
    if (multiline) layout2.style = SCALAR_STYLE.DOUBLE_QUOTED;
    return;
  }
  const w = layout2.presenterOptions.lineWidth;
  if (w === -1) {
    if (multiline) layout2.style = SCALAR_STYLE.LITERAL_BLOCK;
    return;
  }
  const availableWidth = Math.max(Math.min(w, 40), w - layout2.shiftOfContent);
  let position = 0;
  let shouldFold = false;
  while (position <= value2.length) {
    let lineEnd = value2.length;
    const nextLineBreak = value2.indexOf("\n", position);
    if (nextLineBreak !== -1) lineEnd = nextLineBreak;
    const line = value2.slice(position, lineEnd);
    if (line.length > availableWidth && line[0] !== " " && / [^ \t]/.test(line)) shouldFold = true;
    if (nextLineBreak === -1) break;
    position = nextLineBreak + 1;
  }
  if (shouldFold) layout2.style = SCALAR_STYLE.FOLDED_BLOCK;
  else if (multiline) layout2.style = SCALAR_STYLE.LITERAL_BLOCK;
}
function quoteInvalidPlain(layout2) {
  if (layout2.style === SCALAR_STYLE.PLAIN && !hasBit(layout2.allowedStylesMask, SCALAR_STYLE.PLAIN)) layout2.style = _preferredQuotedStyle(layout2);
}
function fallbackToDoubleQuoted(layout2) {
  if (!hasBit(layout2.allowedStylesMask, layout2.style)) layout2.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
var SRC_C_PRINTABLE = "[\\x09\\x0A\\x0D\\x20-\\x7E\\x85\\xA0-\\uD7FF\\uE000-\\uFFFD\\u{10000}-\\u{10FFFF}]";
var SRC_B_CHAR = "[\\n\\r]";
var SRC_C_BYTE_ORDER_MARK = "\\uFEFF";
var SRC_S_WHITE = "[ \\t]";
var SRC_NB_CHAR = `(?:(?!(?:${SRC_B_CHAR}|${SRC_C_BYTE_ORDER_MARK}))${SRC_C_PRINTABLE})`;
var SRC_NS_CHAR = `(?:(?!${SRC_S_WHITE})${SRC_NB_CHAR})`;
var SRC_NB_JSON = "[\\x09\\x20-\\uD7FF\\uE000-\\uFFFF\\u{10000}-\\u{10FFFF}]";
var SRC_C_INDICATOR = "[-?:,\\[\\]{}#&*!|>'\"%@`]";
var SRC_C_FLOW_INDICATOR = "[,\\[\\]{}]";
var SRC_NS_PLAIN_SAFE_FLOW_OUT = SRC_NS_CHAR;
var SRC_NS_PLAIN_SAFE_FLOW_IN = `(?:(?!${SRC_C_FLOW_INDICATOR})${SRC_NS_CHAR})`;
var SRC_NS_PLAIN_FIRST_FLOW_OUT = `(?:(?:(?!${SRC_C_INDICATOR})${SRC_NS_CHAR})|[?:-](?=${SRC_NS_PLAIN_SAFE_FLOW_OUT}))`;
var SRC_NS_PLAIN_FIRST_FLOW_IN = `(?:(?:(?!${SRC_C_INDICATOR})${SRC_NS_CHAR})|[?:-](?=${SRC_NS_PLAIN_SAFE_FLOW_IN}))`;
var SRC_NS_PLAIN_CHAR_FLOW_OUT = `(?:(?:(?![:#])${SRC_NS_PLAIN_SAFE_FLOW_OUT})|:(?=${SRC_NS_PLAIN_SAFE_FLOW_OUT}))#*`;
var SRC_NS_PLAIN_CHAR_FLOW_IN = `(?:(?:(?![:#])${SRC_NS_PLAIN_SAFE_FLOW_IN})|:(?=${SRC_NS_PLAIN_SAFE_FLOW_IN}))#*`;
var SRC_NB_NS_PLAIN_IN_LINE_FLOW_OUT = `(?:${SRC_S_WHITE}*${SRC_NS_PLAIN_CHAR_FLOW_OUT})*`;
var SRC_NB_NS_PLAIN_IN_LINE_FLOW_IN = `(?:${SRC_S_WHITE}*${SRC_NS_PLAIN_CHAR_FLOW_IN})*`;
var SRC_NS_PLAIN_ONE_LINE_FLOW_OUT = `${SRC_NS_PLAIN_FIRST_FLOW_OUT}#*${SRC_NB_NS_PLAIN_IN_LINE_FLOW_OUT}`;
var SRC_NS_PLAIN_ONE_LINE_FLOW_IN = `${SRC_NS_PLAIN_FIRST_FLOW_IN}#*${SRC_NB_NS_PLAIN_IN_LINE_FLOW_IN}`;
var SRC_NS_PLAIN_ONE_LINE_BLOCK_KEY = SRC_NS_PLAIN_ONE_LINE_FLOW_OUT;
var SRC_NS_PLAIN_ONE_LINE_FLOW_KEY = SRC_NS_PLAIN_ONE_LINE_FLOW_IN;
var SRC_S_NS_PLAIN_NEXT_LINE_FLOW_OUT = `\\n+${SRC_NS_PLAIN_CHAR_FLOW_OUT}${SRC_NB_NS_PLAIN_IN_LINE_FLOW_OUT}`;
var SRC_S_NS_PLAIN_NEXT_LINE_FLOW_IN = `\\n+${SRC_NS_PLAIN_CHAR_FLOW_IN}${SRC_NB_NS_PLAIN_IN_LINE_FLOW_IN}`;
var SRC_NS_PLAIN_MULTI_LINE_FLOW_OUT = `${SRC_NS_PLAIN_ONE_LINE_FLOW_OUT}(?:${SRC_S_NS_PLAIN_NEXT_LINE_FLOW_OUT})*`;
var SRC_NS_PLAIN_MULTI_LINE_FLOW_IN = `${SRC_NS_PLAIN_ONE_LINE_FLOW_IN}(?:${SRC_S_NS_PLAIN_NEXT_LINE_FLOW_IN})*`;
var NS_PLAIN_FLOW_OUT = new RegExp(`^(?:${SRC_NS_PLAIN_MULTI_LINE_FLOW_OUT})$`, "u");
var NS_PLAIN_FLOW_IN = new RegExp(`^(?:${SRC_NS_PLAIN_MULTI_LINE_FLOW_IN})$`, "u");
var NS_PLAIN_BLOCK_KEY = new RegExp(`^(?:${SRC_NS_PLAIN_ONE_LINE_BLOCK_KEY})$`, "u");
var NS_PLAIN_FLOW_KEY = new RegExp(`^(?:${SRC_NS_PLAIN_ONE_LINE_FLOW_KEY})$`, "u");
var NB_SINGLE_ONE_LINE = new RegExp(`^(?:${SRC_NB_JSON})*$`, "u");
var NB_SINGLE_MULTI_LINE = new RegExp(`^(?:${SRC_NB_JSON}|\\n)*$`, "u");
var BLOCK_SCALAR_CONTENT = new RegExp(`^(?:${SRC_NB_CHAR}|\\n)*$`, "u");
var DEFAULT_PRESENTER_OPTIONS = {
  indent: 2,
  seqNoIndent: false,
  seqInlineFirst: true,
  lineWidth: 80,
  flowBracketPadding: false,
  flowSkipCommaSpace: false,
  flowSkipColonSpace: false,
  quoteFlowKeys: false,
  quoteStyle: "single",
  forceQuotes: false,
  scalarStyleRules: Object.keys(DEFAULT_SCALAR_STYLE_RULES).map((name3) => Reflect.get(DEFAULT_SCALAR_STYLE_RULES, name3)),
  tagBeforeAnchor: false
};
var DEFAULT_DUMP_OPTIONS = {
  ...DEFAULT_PRESENTER_OPTIONS,
  schema: DUMP_SCHEMA,
  skipInvalid: false,
  noRefs: false,
  flowLevel: -1,
  sortKeys: false,
  transform: () => {
  }
};
var EVENT_DOCUMENT = EVENT_ID.DOCUMENT;
var EVENT_SEQUENCE = EVENT_ID.SEQUENCE;
var EVENT_MAPPING = EVENT_ID.MAPPING;
var EVENT_SCALAR = EVENT_ID.SCALAR;
var EVENT_ALIAS = EVENT_ID.ALIAS;
var EVENT_POP = EVENT_ID.POP;
var SCALAR_STYLE_PLAIN = SCALAR_STYLE.PLAIN;
var SCALAR_STYLE_SINGLE_QUOTED = SCALAR_STYLE.SINGLE_QUOTED;
var SCALAR_STYLE_DOUBLE_QUOTED = SCALAR_STYLE.DOUBLE_QUOTED;
var SCALAR_STYLE_LITERAL_BLOCK = SCALAR_STYLE.LITERAL_BLOCK;
var SCALAR_STYLE_FOLDED_BLOCK = SCALAR_STYLE.FOLDED_BLOCK;
var COLLECTION_STYLE_BLOCK = COLLECTION_STYLE.BLOCK;
var COLLECTION_STYLE_FLOW = COLLECTION_STYLE.FLOW;
var CHOMPING_CLIP = CHOMPING_MODE.CLIP;
var CHOMPING_STRIP = CHOMPING_MODE.STRIP;
var CHOMPING_KEEP = CHOMPING_MODE.KEEP;

// src/manifest/go-scalar.ts
var TRUE = new Set("y Y yes Yes YES true True TRUE on On ON".split(" "));
var FALSE = new Set("n N no No NO false False FALSE off Off OFF".split(" "));
var NULL = /* @__PURE__ */ new Set(["", "~", "null", "Null", "NULL"]);
var INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
var FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
var INFINITY = /^([-+]?)\.(?:inf|Inf|INF)$/;
var NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;
var NUMBER_STARTS = Array.from("-+.0123456789");
var BOOLEAN_STARTS = Array.from("yYnNtTfFoO");
var NULL_STARTS = ["", "~", "n", "N"];
var goBoolean = (text) => TRUE.has(text) ? true : FALSE.has(text) ? false : void 0;
var isGoNull = (text) => NULL.has(text);
function goNumber(text) {
  const plain3 = /^[-+0-9]/.test(text) ? text.replaceAll("_", "") : text;
  const whole = INTEGER.exec(plain3);
  if (whole !== null) return goInteger(whole);
  if (FLOAT.test(plain3)) {
    const value2 = Number(plain3);
    return Number.isFinite(value2) ? value2 : void 0;
  }
  if (NOT_A_NUMBER.test(text)) return NaN;
  const infinite = INFINITY.exec(text);
  return infinite === null ? void 0 : infinite[1] === "-" ? -Infinity : Infinity;
}
function goInteger([, sign, hex2, binary, octal, decimal]) {
  const value2 = hex2 ? parseInt(hex2, 16) : binary ? parseInt(binary, 2) : octal ? parseInt(octal, 8) : parseInt(decimal ?? "", 10);
  return sign === "-" && value2 !== 0 ? -value2 : value2;
}
function goScalar(text) {
  return isGoNull(text) ? null : goBoolean(text) ?? goNumber(text) ?? text;
}

// src/manifest/marks.ts
function offsetAt(top, pointer) {
  let mark = top;
  for (const step of pointer) {
    const child = mark.children?.get(step);
    if (child === void 0) break;
    mark = child;
  }
  return mark.offset;
}
var MarkTree = class {
  documents = [];
  #frames = [];
  #anchors = /* @__PURE__ */ new Map();
  /** The last place met: where an empty value is said to be */
  #offset = 0;
  startDocument() {
    this.#anchors.clear();
    this.#push("document", this.#offset, /* @__PURE__ */ new Map());
  }
  open(is, offset, anchor) {
    this.#offset = offset;
    const children = /* @__PURE__ */ new Map();
    this.#remember(anchor, { offset, children }, "");
    this.#place({ offset, children });
    this.#push(is, offset, children);
  }
  /** `name` is the scalar as a key would read; no offset: nothing is written there */
  scalar(name3, isMerge, offset, anchor) {
    this.#offset = offset ?? this.#offset;
    const mark = { offset: this.#offset, children: void 0 };
    this.#remember(anchor, mark, name3);
    this.#place(mark, name3, isMerge);
  }
  alias(offset, anchor) {
    this.#offset = offset;
    const found = this.#anchors.get(anchor);
    this.#place({ offset, children: found?.mark.children }, found?.name);
  }
  close() {
    const frame = this.#frames.pop();
    if (frame === void 0) return;
    for (const source2 of frame.merged.flatMap(sourcesOf)) {
      for (const [name3, child] of source2.children ?? []) if (!frame.children.has(name3)) frame.children.set(name3, child);
    }
    if (frame.is === "document")
      this.documents.push(frame.children.get(0) ?? { offset: frame.offset, children: void 0 });
  }
  #push(is, offset, children) {
    this.#frames.push({ is, offset, children, key: void 0, merged: [] });
  }
  #remember(anchor, mark, name3) {
    if (anchor !== void 0) this.#anchors.set(anchor, { mark, name: name3 });
  }
  /** Puts a value, or a key, into what is open */
  #place(mark, name3 = "", isMerge = false) {
    const frame = this.#frames.at(-1);
    if (frame === void 0) return;
    const { key } = frame;
    if (frame.is !== "mapping") frame.children.set(frame.children.size, mark);
    else if (key === void 0) frame.key = { name: name3, offset: mark.offset, isMerge };
    else {
      frame.key = void 0;
      if (key.isMerge) frame.merged.push(mark);
      else frame.children.set(key.name, { offset: key.offset, children: mark.children });
    }
  }
};
var sourcesOf = (mark) => mark.children?.has(0) === true ? [...mark.children.values()] : [mark];

// src/manifest/yaml.ts
var MAX_DEPTH = 64;
var MAX_ALIASES = 100;
var MAX_EXPANDED = 2e5;
var TAG = "tag:yaml.org,2002:";
var never = () => false;
var readMapping = {
  create: mapTag.create,
  // JSON has no null keys, so neither has Kubernetes
  addPair: (mapping2, key, value2) => key === null ? "a key is missing" : mapTag.addPair(mapping2, key, value2),
  has: mapTag.has,
  keys: mapTag.keys,
  get: mapTag.get,
  identify: never
};
var readSequence = { create: seqTag.create, addItem: seqTag.addItem, identify: never };
var readNumber = {
  implicit: true,
  implicitFirstChars: NUMBER_STARTS,
  resolve: (text) => goNumber(text) ?? NOT_RESOLVED,
  identify: never
};
var SCHEMA = new Schema([
  strTag,
  defineSequenceTag(`${TAG}seq`, readSequence),
  defineMappingTag(`${TAG}map`, readMapping),
  defineScalarTag(`${TAG}null`, {
    implicit: true,
    implicitFirstChars: NULL_STARTS,
    resolve: (text) => isGoNull(text) ? null : NOT_RESOLVED,
    identify: never
  }),
  defineScalarTag(`${TAG}bool`, {
    implicit: true,
    implicitFirstChars: BOOLEAN_STARTS,
    resolve: (text) => goBoolean(text) ?? NOT_RESOLVED,
    identify: never
  }),
  defineScalarTag(`${TAG}int`, readNumber),
  defineScalarTag(`${TAG}float`, { ...readNumber, implicit: false }),
  mergeTag,
  // Local tags (`!vault`) are dropped, as Go does: a scalar is text, a collection what it is
  defineScalarTag("!", { matchByTagPrefix: true, resolve: (text) => text, identify: never }),
  defineSequenceTag("!", { ...readSequence, matchByTagPrefix: true }),
  defineMappingTag("!", { ...readMapping, matchByTagPrefix: true })
]);
function parseYaml(text) {
  let events = [];
  try {
    events = parseEvents(text, { maxDepth: MAX_DEPTH });
    const values = constructFromEvents(events, { source: text, schema: SCHEMA, maxAliases: MAX_ALIASES });
    if (events.some((event) => event.type === EVENT_ID.ALIAS) && isLargerThan(values, MAX_EXPANDED)) {
      return broken({ code: "yaml-too-many-aliases", offset: 0, args: [String(MAX_ALIASES)] });
    }
    return { ok: true, values, braces: text.includes("{{") && events.some((event) => hasBraces(text, event)) };
  } catch (error) {
    const fault = faultOf(error, text, events);
    return broken(fault, fault.code === "duplicate-key" ? lastWins(text, events) : void 0);
  }
}
var broken = (fault, lenient) => ({ ok: false, fault, lenient });
function lastWins(text, events) {
  try {
    return constructFromEvents(events, { source: text, schema: SCHEMA, maxAliases: 0, json: true })[0];
  } catch {
    return void 0;
  }
}
function faultOf(error, text, events) {
  if (!(error instanceof YAMLException)) return { code: "yaml-syntax", offset: 0, args: [String(error)] };
  const { reason } = error;
  const offset = error.mark?.position ?? 0;
  if (reason.includes("maxDepth")) return { code: "yaml-too-deep", offset, args: [String(MAX_DEPTH)] };
  if (reason.includes("maxAliases")) return { code: "yaml-too-many-aliases", offset, args: [String(MAX_ALIASES)] };
  if (reason.includes("complex keys")) return { code: "yaml-syntax", offset: collectionKey(events), args: [reason] };
  if (!reason.includes("duplicated mapping key")) return { code: "yaml-syntax", offset, args: [reason] };
  const key = events.find((event) => event.type === EVENT_ID.SCALAR && event.valueStart === offset);
  return { code: "duplicate-key", offset, args: [key?.type === EVENT_ID.SCALAR ? getScalarValue(text, key) : ""] };
}
function collectionKey(events) {
  const open3 = [];
  for (const event of events) {
    const parent = event.type === EVENT_ID.POP ? open3.pop() && open3.at(-1) : open3.at(-1);
    const isCollection = event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE;
    if (isCollection && parent?.isMapping === true && parent.isKeyNext) return event.start;
    const isWhole3 = event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS || event.type === EVENT_ID.POP;
    if (isWhole3 && parent !== void 0) parent.isKeyNext = !parent.isKeyNext;
    if (!isWhole3) open3.push({ isMapping: event.type === EVENT_ID.MAPPING, isKeyNext: true });
  }
  return 0;
}
function isLargerThan(values, limit3) {
  const open3 = [...values];
  let count3 = 0;
  while (open3.length > 0) {
    const value2 = open3.pop();
    if (typeof value2 !== "object" || value2 === null) continue;
    const children = Object.values(value2);
    count3 += children.length;
    if (count3 > limit3) return true;
    for (const child of children) open3.push(child);
  }
  return false;
}
var hasBraces = (text, event) => event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && event.valueStart >= 0 && text.slice(event.valueStart, event.valueEnd).includes("{{");
function yamlMarks(text) {
  try {
    const tree = new MarkTree();
    for (const event of parseEvents(text, { maxDepth: MAX_DEPTH })) plant(tree, text, event);
    return tree.documents;
  } catch {
    return [];
  }
}
function plant(tree, text, event) {
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
      tree.startDocument();
      break;
    case EVENT_ID.MAPPING:
      tree.open("mapping", event.start, anchorOf(text, event));
      break;
    case EVENT_ID.SEQUENCE:
      tree.open("sequence", event.start, anchorOf(text, event));
      break;
    case EVENT_ID.SCALAR:
      plantScalar(tree, text, event);
      break;
    case EVENT_ID.ALIAS:
      tree.alias(event.anchorStart - 1, text.slice(event.anchorStart, event.anchorEnd));
      break;
    case EVENT_ID.POP:
      tree.close();
      break;
  }
}
function plantScalar(tree, text, event) {
  const value2 = getScalarValue(text, event);
  const isPlain2 = event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0;
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  const start = event.valueStart < 0 ? void 0 : event.valueStart - (isQuoted ? 1 : 0);
  const name3 = isPlain2 ? String(goScalar(value2)) : value2;
  tree.scalar(name3, isPlain2 && value2 === "<<", start, anchorOf(text, event));
}
var anchorOf = (text, event) => event.anchorStart < 0 ? void 0 : text.slice(event.anchorStart, event.anchorEnd);

// src/manifest/json.ts
function scanJson(text) {
  const values = [];
  for (let start = skip(SPACE, text, 0); start < text.length; ) {
    const end2 = endOfValue(text, start);
    if (typeof end2 !== "number") return { values, fault: end2 };
    values.push({ start, end: end2 });
    start = skip(SPACE, text, end2);
  }
  return { values, fault: void 0 };
}
var MOST_OPEN = MAX_DEPTH - 2;
var SPACE = /[ \t\r\n]*/y;
var LITERAL = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)?/y;
var ESCAPE = /(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))?/y;
var ALLOWED = {
  value: "{[sl",
  "first item": "{[sl]",
  key: "s",
  "first key": "s}",
  colon: ":",
  "end of item": ",]",
  "end of entry": ",}"
};
function endOfValue(text, start) {
  const open3 = [];
  let expected2 = "value";
  let at2 = start;
  do {
    at2 = skip(SPACE, text, at2);
    const { is, end: end2 } = tokenAt(text, at2);
    if (is === void 0) return unexpected(text, end2);
    if (!ALLOWED[expected2].includes(is)) return unexpected(text, at2);
    if (is === "}" || is === "]") open3.pop();
    if ((is === "{" || is === "[") && open3.push(is) > MOST_OPEN) {
      return { code: "yaml-too-deep", offset: at2, args: [String(MAX_DEPTH)] };
    }
    expected2 = expectedAfter(is, expected2, open3.at(-1));
    at2 = end2;
  } while (open3.length > 0);
  return at2;
}
function expectedAfter(is, expected2, open3) {
  if (is === "{") return "first key";
  if (is === "[") return "first item";
  if (is === ":") return "value";
  if (is === ",") return open3 === "{" ? "key" : "value";
  if (expected2 === "key" || expected2 === "first key" && is === "s") return "colon";
  return open3 === "{" ? "end of entry" : "end of item";
}
function tokenAt(text, at2) {
  const char = text[at2] ?? "";
  if (char !== "" && "{}[],:".includes(char)) return { is: char, end: at2 + 1 };
  if (char === '"') return stringAt(text, at2);
  const end2 = skip(LITERAL, text, at2);
  return { is: end2 === at2 ? void 0 : "l", end: end2 };
}
function stringAt(text, at2) {
  let i = at2 + 1;
  for (let code2 = text.charCodeAt(i); code2 !== 34; code2 = text.charCodeAt(i)) {
    if (!(code2 >= 32)) return { is: void 0, end: i };
    const next = code2 === 92 ? skip(ESCAPE, text, i) : i + 1;
    if (next === i) return { is: void 0, end: i };
    i = next;
  }
  return { is: "s", end: i + 1 };
}
function skip(pattern, text, at2) {
  pattern.lastIndex = at2;
  pattern.test(text);
  return pattern.lastIndex;
}
function unexpected(text, offset) {
  const found = text.codePointAt(offset);
  return {
    code: "json-syntax",
    offset,
    args: [found === void 0 ? "unexpected end" : `unexpected ${JSON.stringify(String.fromCodePoint(found))}`]
  };
}

// src/manifest/documents.ts
var TEXT_LIMITS = { characters: 4 * 1024 * 1024, documents: 1e4 };
function readDocuments(source2, options2 = {}) {
  const { limits = TEXT_LIMITS, concerns = () => true } = options2;
  const text = source2.text.startsWith("\uFEFF") ? source2.text.slice(1) : source2.text;
  if (!concerns(text)) return [];
  const file = { path: source2.path, text, lines: new Lines(text), concerns };
  const refused2 = (code2, ...args) => [
    broken2(file, { start: 0, end: text.length }, code2, 0, args)
  ];
  if (text.length > limits.characters) {
    return refused2("file-too-large", String(text.length), String(limits.characters));
  }
  const documents = [];
  for (const document of jsonDocuments(file) ?? yamlDocuments(file)) {
    documents.push(document);
    if (documents.length > limits.documents) return refused2("too-many-documents", String(limits.documents));
  }
  return documents;
}
function* yamlDocuments(file) {
  for (const range3 of yamlRanges(file.text)) yield* yamlDocument(file, range3);
}
var MARKER = /(?:^|\n|\r)(?:---(?=[ \t\r\n#]|$)|\.\.\.(?=[ \t\r\n]|$))/g;
function* yamlRanges(text) {
  let start = 0;
  for (const marker of text.matchAll(MARKER)) {
    const end2 = marker.index + marker[0].length - 3;
    if (end2 === start || isDirectives(text.slice(start, end2))) continue;
    yield { start, end: end2 };
    start = end2;
  }
  yield { start, end: text.length };
}
var isDirectives = (text) => /(?:^|[\n\r])%/.test(text) && text.replace(/^\.\.\./, "").split(/\r\n?|\n/).every((line) => /^%|^[ \t]*(?:#|$)/.test(line));
function yamlDocument(file, range3) {
  const whole = file.text.slice(range3.start, range3.end);
  if (!file.concerns(whole)) return [];
  const body = whole.startsWith("---#") ? { start: range3.start + 3, end: range3.end } : range3;
  const text = body === range3 ? whole : file.text.slice(body.start, body.end);
  const result2 = parseYaml(text);
  if (!result2.ok) {
    const { code: code2, offset, args } = result2.fault;
    return [broken2(file, range3, code2, body.start + offset, args, result2.lenient)];
  }
  return result2.values.flatMap((value2, index) => {
    if (value2 === null || value2 === void 0) return [];
    const origin2 = new DocumentOrigin(file, body, index, value2);
    return [{ path: file.path, text: whole, content: { ok: true, value: value2, origin: origin2, braces: result2.braces } }];
  });
}
function jsonDocuments(file) {
  if (!/^\s*(?:\{(?!\{)|\[)/.test(file.text)) return void 0;
  const scan = scanJson(file.text);
  return scan.fault === void 0 || file.path.endsWith(".json") ? scannedDocuments(file, scan) : void 0;
}
function* scannedDocuments(file, { values, fault }) {
  for (const range3 of values) yield jsonDocument(file, range3);
  if (fault === void 0) return;
  const rest = { start: values.at(-1)?.end ?? 0, end: file.text.length };
  yield broken2(file, rest, fault.code, fault.offset, fault.args);
}
function jsonDocument(file, range3) {
  const text = file.text.slice(range3.start, range3.end);
  const value2 = JSON.parse(text);
  if (text.includes('"apiVersion"') && text.includes('"kind"')) {
    const strict = parseYaml(text);
    if (!strict.ok && strict.fault.code === "duplicate-key") {
      return broken2(file, range3, "duplicate-key", range3.start + strict.fault.offset, strict.fault.args, value2);
    }
  }
  const origin2 = new DocumentOrigin(file, range3, 0, value2);
  return { path: file.path, text, content: { ok: true, value: value2, origin: origin2, braces: false } };
}
function broken2(file, range3, code2, offset, args, lenient) {
  const at2 = { path: file.path, ...file.lines.at(offset) };
  return {
    path: file.path,
    text: file.text.slice(range3.start, range3.end),
    content: { ok: false, code: code2, at: at2, args, lenient }
  };
}
var DocumentOrigin = class {
  path;
  fromCluster = false;
  #file;
  #range;
  #index;
  #value;
  #mark;
  constructor(file, range3, index, value2) {
    this.path = file.path;
    this.#file = file;
    this.#range = range3;
    this.#index = index;
    this.#value = value2;
  }
  locate(pointer) {
    const { start, end: end2 } = this.#range;
    this.#mark ??= yamlMarks(this.#file.text.slice(start, end2))[this.#index] ?? { offset: 0, children: void 0 };
    return { path: this.path, ...this.#file.lines.at(start + offsetAt(this.#mark, pointer)) };
  }
  read(pointer) {
    return valueAt(this.#value, pointer);
  }
};
function originBelow(origin2, prefix2) {
  if (prefix2.length === 0) return origin2;
  return {
    path: origin2.path,
    fromCluster: origin2.fromCluster,
    locate: (pointer) => origin2.locate([...prefix2, ...pointer]),
    read: (pointer) => origin2.read([...prefix2, ...pointer])
  };
}

// src/manifest/fields.ts
function field(root, pointer, report2, options2 = {}) {
  const { anyCase = false, scalarsAsText = false } = options2;
  const top = { origin: root.origin, report: report2, anyCase, scalarsAsText };
  let here = new Field(top, void 0, void 0, root.value);
  for (const step of pointer) here = here.at(step);
  return here;
}
var Field = class _Field {
  #top;
  #parent;
  #step;
  /** As it was written; undefined where nothing stands there */
  value;
  /** Fields come from `field` and from other fields */
  constructor(top, parent, step, value2) {
    this.#top = top;
    this.#parent = parent;
    this.#step = step;
    this.value = value2;
  }
  /** The key as it was written, or the position in its list as text; empty at the top of the object */
  get name() {
    return this.#step === void 0 ? "" : String(this.#step);
  }
  get pointer() {
    if (this.#parent === void 0 || this.#step === void 0) return [];
    return [...this.#parent.pointer, this.#step];
  }
  get place() {
    return { origin: this.#top.origin, pointer: this.pointer };
  }
  /** Something stands there, and it is not null */
  get present() {
    return this.value !== void 0 && this.value !== null;
  }
  /** The key is written, with nothing or `null` after it */
  get isNull() {
    return this.value === null;
  }
  /** The field of that name; absent too where this is not a mapping, about which `entries` and `onlyKnown` complain */
  get(name3) {
    return this.at(name3);
  }
  /** A step down by key or by position; absent where there is none */
  at(step) {
    const { value: value2 } = this;
    if (Array.isArray(value2)) {
      return new _Field(this.#top, this, step, typeof step === "number" ? value2[step] : void 0);
    }
    if (!isMapping(value2)) return new _Field(this.#top, this, step, void 0);
    if (Object.hasOwn(value2, step)) return new _Field(this.#top, this, step, value2[step]);
    const written = this.#top.anyCase ? Object.keys(value2).find((key) => sameFolded(key, String(step))) : void 0;
    if (written === void 0) return new _Field(this.#top, this, step, void 0);
    return new _Field(this.#top, this, written, value2[written]);
  }
  /** The text; undefined where absent, or where it is not text, which is reported */
  string() {
    const { value: value2 } = this;
    if (this.#top.scalarsAsText && (typeof value2 === "boolean" || isFinite(value2))) return String(value2);
    return this.#typed("text", (value3) => typeof value3 === "string");
  }
  /** A text or a number as it was written, for IntOrString fields (`80`, `http`); anything else is reported */
  stringOrNumber() {
    return this.#typed("text or a number", (value2) => typeof value2 === "string" || isFinite(value2));
  }
  /** Any finite number; undefined where absent, or where it is none, which is reported */
  number() {
    return this.#typed("a number", isFinite);
  }
  /** A whole number; undefined where absent, or where it is none, which is reported */
  integer() {
    return this.#typed("a whole number", isInteger);
  }
  /** Undefined where absent, or where it is neither true nor false, which is reported */
  boolean() {
    return this.#typed("true or false", (value2) => typeof value2 === "boolean");
  }
  /** The entries of a list; undefined where absent, or where it is no list, which is reported */
  list() {
    const items = this.#typed("a list", (value2) => Array.isArray(value2));
    return items?.map((item2, i) => new _Field(this.#top, this, i, item2));
  }
  /** The fields of a mapping as written; undefined where absent, or where it is no mapping, which is reported */
  entries() {
    const value2 = this.#typed("a mapping", isMapping);
    return value2 && Object.keys(value2).map((key) => new _Field(this.#top, this, key, value2[key]));
  }
  /** As `entries`, by key */
  map() {
    const fields = this.entries();
    return fields && new Map(fields.map((one) => [one.name, one]));
  }
  /** A list of texts; entries that are not text are reported and left out. Null entries too, for Go makes them empty */
  strings() {
    return this.list()?.flatMap((item2) => {
      if (item2.isNull) item2.wrongType("text");
      return item2.string() ?? [];
    });
  }
  /** Labels and the like. Values that are not text are reported and left out; a null one is the empty text, as in Go */
  stringMap() {
    const fields = this.entries();
    if (fields === void 0) return void 0;
    const out = /* @__PURE__ */ new Map();
    for (const one of fields) {
      const text = one.isNull ? "" : one.string();
      if (text !== void 0) out.set(one.name, text);
    }
    return out;
  }
  /** Reports 'missing-field' where the field is absent or null; says whether it is there */
  require() {
    if (!this.present) this.complain("missing-field", this.name);
    return this.present;
  }
  /**
   * Reports every key that is not `known`, with the nearest known one as second argument where one is near; says
   * whether there was none. `code` is 'unknown-field-pruned' on a path that drops such fields. Not being a mapping is
   * reported as 'wrong-type'.
   */
  onlyKnown(known4, code2 = "unknown-field") {
    const isKnown3 = (name3) => known4.has(name3) || this.#top.anyCase && [...known4].some((one) => sameFolded(one, name3));
    const unknown = (this.entries() ?? []).filter((one) => !isKnown3(one.name));
    for (const one of unknown) {
      const near = nearest(one.name, [...known4].sort(byText));
      one.complain(code2, ...near === void 0 ? [one.name] : [one.name, near]);
    }
    return unknown.length === 0;
  }
  /** Reports that something else than `expected` stands here */
  wrongType(expected2) {
    this.complain("wrong-type", this.name, expected2, describe(this.value));
  }
  /** Reports at this place; where nothing stands here, the place is what it would stand in */
  complain(code2, ...args) {
    this.#top.report(this.diagnostic(code2, ...args));
  }
  /** As `complain`, handed back instead of reported */
  diagnostic(code2, ...args) {
    return { code: code2, at: this.#top.origin.locate(this.pointer), args };
  }
  #typed(expected2, is) {
    const { value: value2 } = this;
    if (value2 === void 0 || value2 === null) return void 0;
    if (is(value2)) return value2;
    this.wrongType(expected2);
    return void 0;
  }
};
var isFinite = (value2) => typeof value2 === "number" && Number.isFinite(value2);
var isInteger = (value2) => Number.isSafeInteger(value2);
var isMapping = (value2) => typeof value2 === "object" && value2 !== null && !Array.isArray(value2);
var sameFolded = (a, b) => a.length === b.length && a.toLowerCase() === b.toLowerCase();
function describe(value2) {
  if (value2 === void 0) return "nothing";
  if (Array.isArray(value2)) return "a list";
  if (isMapping(value2)) return "a mapping";
  const text = typeof value2 === "number" ? String(value2) : JSON.stringify(value2);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

// src/config/document.ts
function readMapping2(source2, code2, report2) {
  const documents = readDocuments(source2);
  const start = { path: source2.path, line: 1, column: 1 };
  const origin2 = { path: source2.path, fromCluster: false, locate: () => start, read: () => void 0 };
  const [first2, second] = documents;
  if (first2 === void 0) return field({ origin: origin2, value: {} }, [], report2);
  if (!first2.content.ok) {
    const { at: at2, args } = first2.content;
    report2({ code: first2.content.code, at: at2, args });
    return void 0;
  }
  const top = field(first2.content, [], report2);
  if (second !== void 0) {
    const at2 = second.content.ok ? second.content.origin.locate([]) : second.content.at;
    report2({ code: code2, at: at2, args: ["the file", "one document", "several"] });
    return void 0;
  }
  if (!isMapping(top.value)) {
    report2({ code: code2, at: first2.content.origin.locate([]), args: ["the file", "a mapping", describe(top.value)] });
    return void 0;
  }
  return isUnambiguous(first2.text, source2, report2) ? top : void 0;
}
function isUnambiguous(text, source2, report2) {
  const strict = parseYaml(text);
  if (strict.ok || strict.fault.code !== "duplicate-key") return true;
  const place = new Lines(source2.text).at(source2.text.indexOf(text) + strict.fault.offset);
  report2({ code: "duplicate-key", at: { path: source2.path, ...place }, args: strict.fault.args });
  return false;
}
var TEXT_FORM = {
  form: "text",
  words: [],
  fromValue: (value2) => typeof value2 === "string" && value2.trim() !== "" ? value2 : void 0
};
function required(at2, code2, { form, fromValue, words }) {
  const value2 = fromValue(at2.value);
  if (value2 === void 0) complain(at2, code2, form, meantBy(at2.value, words));
  return value2;
}
var optional = (at2, code2, form) => at2.value === void 0 ? void 0 : required(at2, code2, form);
function complain(at2, code2, allowed2, near) {
  at2.complain(code2, pathOf(at2), allowed2, describe(at2.value ?? void 0), ...near === void 0 ? [] : [near]);
}
function onlyKnown(mapping2, known4) {
  mapping2.onlyKnown(new Set(known4), "config-unknown-key");
}
var placeOf = (at2) => at2.place.origin.locate(at2.pointer);
function pathOf(at2) {
  return at2.pointer.reduce((path6, step) => {
    if (typeof step === "number") return `${path6}[${step}]`;
    return path6 === "" ? step : `${path6}.${step}`;
  }, "");
}
function listOf(at2, code2) {
  if (at2.present && !Array.isArray(at2.value)) complain(at2, code2, "a list");
  return Array.isArray(at2.value) ? at2.list() ?? [] : [];
}
function entriesOf(at2, code2, known4) {
  const entries = listOf(at2, code2);
  for (const entry of entries) {
    if (isMapping(entry.value)) onlyKnown(entry, known4);
    else complain(entry, code2, "a mapping");
  }
  return entries.filter(({ value: value2 }) => isMapping(value2));
}
var meantBy = (value2, words) => typeof value2 === "string" ? nearest(value2, [...words].sort(byText)) : void 0;

// src/config/kinds.ts
var isText = (value2) => typeof value2 === "string";
var textual = (kind) => ({
  ...kind,
  fromValue: (value2) => isText(value2) && value2 !== "" ? kind.fromText(value2) : void 0
});
var UNLIMITED = "unlimited";
var LIMIT2 = {
  type: "number",
  form: "a whole number from 0, or `unlimited`",
  words: [UNLIMITED],
  fromText: (text) => text === UNLIMITED ? text : /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : void 0,
  fromValue: (value2) => value2 === UNLIMITED || typeof value2 === "number" && Number.isSafeInteger(value2) && value2 >= 0 ? value2 : void 0,
  print: String
};
var wholeNumber = (least2, most) => {
  const inRange = (value2) => value2 >= least2 && value2 <= most ? value2 : void 0;
  return {
    type: "number",
    form: `a whole number from ${String(least2)} to ${String(most)}`,
    words: [],
    fromText: (text) => /^(?:0|[1-9]\d{0,5})$/.test(text) ? inRange(Number(text)) : void 0,
    fromValue: (value2) => typeof value2 === "number" && Number.isInteger(value2) ? inRange(value2) : void 0,
    print: String
  };
};
var SCORE = wholeNumber(0, 100);
var RUNS = wholeNumber(1, 200);
var SECONDS = { m: 60, h: 3600, d: 86400 };
var DURATION = textual({
  type: "duration",
  form: "a whole number with `m`, `h` or `d`, as in `90m`, `12h` or `7d`, or `unlimited`",
  words: [UNLIMITED],
  fromText: (text) => {
    if (text === UNLIMITED) return text;
    const [, count3, unit] = /^([1-9]\d{0,6})([mhd])$/.exec(text) ?? [];
    return unit === "m" || unit === "h" || unit === "d" ? Number(count3) * SECONDS[unit] : void 0;
  },
  print: printDuration
});
function printDuration(seconds3) {
  if (seconds3 === UNLIMITED) return seconds3;
  const unit = ["d", "h"].find((one) => seconds3 % SECONDS[one] === 0) ?? "m";
  return `${seconds3 / SECONDS[unit]}${unit}`;
}
var BOOLEAN = {
  type: "boolean",
  form: "`true` or `false`",
  words: ["true", "false"],
  fromText: (text) => /^(?:true|True|TRUE)$/.test(text) ? true : /^(?:false|False|FALSE)$/.test(text) ? false : void 0,
  fromValue: (value2) => typeof value2 === "boolean" ? value2 : void 0,
  print: String
};
var anyOf = (words) => words.map((word, i) => `${i === 0 ? "" : i === words.length - 1 ? " or " : ", "}\`${word}\``).join("");
var oneOf = (...words) => textual({
  type: "word",
  form: anyOf(words),
  words,
  fromText: (text) => words.find((word) => word === text),
  print: (value2) => value2
});
var list = (type, form) => ({
  type,
  form,
  words: [],
  fromText: (text) => lines(text),
  fromValue: (value2) => Array.isArray(value2) && value2.length > 0 && value2.every((one) => isText(one) && one.trim() !== "") ? value2 : void 0,
  print: (value2) => value2.length === 0 ? void 0 : value2.join("\n")
});
var lines = (text) => {
  const found = text.split(/\r\n?|\n/).map((line) => line.trim()).filter((line) => line !== "");
  return found.length === 0 ? void 0 : found;
};
var GLOBS = list("globs", "a list of globs, at least one and each of them text");
var PATHS = list("paths", "at least one path, one to a line");
var NAMESPACE = textual({
  type: "name",
  form: "the name of a namespace: at most 63 letters a–z, digits and `-`",
  words: [],
  fromText: (text) => /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text) ? text : void 0,
  print: (value2) => value2
});
var KEY = textual({
  type: "name",
  form: "at most 64 letters, digits, `.`, `_` and `-`, no two `-` in a row",
  words: [],
  fromText: (text) => /^(?!.*--)[A-Za-z0-9._-]{1,64}$/.test(text) ? text : void 0,
  print: (value2) => value2
});
var TEXT = textual({
  type: "text",
  form: "text",
  words: [],
  fromText: (text) => text,
  print: (value2) => value2
});
var OPTIONAL_TEXT = { ...TEXT, print: (value2) => value2 };

// src/config/setting.ts
function stricterLimit(a, b) {
  if (a === "unlimited") return b;
  if (b === "unlimited") return a;
  return Math.min(a, b);
}
var EVERYWHERE = ["file", "action", "cli"];
var INPUTS = ["action", "cli"];
var ACTION = ["action"];
var CLI = ["cli"];
function setting(name3, kind, fallback, surfaces, description, stricter) {
  const { form, type, words } = kind;
  const isLimit = stricter !== void 0;
  return {
    name: name3,
    type,
    form,
    words,
    printedFallback: kind.print(fallback),
    surfaces,
    description,
    isLimit,
    kind,
    fallback,
    stricter
  };
}
var limit = (name3, kind, fallback, description) => setting(name3, kind, fallback, EVERYWHERE, description, stricterLimit);
var CONFIG_PATH = ".github/netpol-preflight.yml";
var SETTINGS = {
  maxNewlyDenied: limit("max-newly-denied", LIMIT2, 0, "How many flows the change may newly deny."),
  maxNewlyAllowed: limit("max-newly-allowed", LIMIT2, "unlimited", "How many flows the change may newly allow."),
  maxUncertain: limit(
    "max-uncertain",
    LIMIT2,
    "unlimited",
    "How many flows the change may leave uncertain: whether they would pass cannot be told."
  ),
  maxDeclaredDenied: limit(
    "max-declared-denied",
    LIMIT2,
    "unlimited",
    "How many connections that objects ask for (DNS, a webhook, a scrape, …) the change may newly deny, seen or not."
  ),
  minEvidence: setting(
    "min-evidence",
    SCORE,
    0,
    EVERYWHERE,
    "The evidence score that the snapshot must have for what the change touches, up to 100. With 0 any will do.",
    Math.max
  ),
  failOn: setting(
    "fail-on",
    oneOf("threshold", "never"),
    "threshold",
    EVERYWHERE,
    "Whether the check fails when the gate says no. With `never` the result is still `fail`, but the exit code is 0."
  ),
  malformedChange: setting(
    "malformed-change",
    oneOf("fail", "report"),
    "fail",
    EVERYWHERE,
    "What a changed object that cannot be understood does: fail the check, or be reported only."
  ),
  policies: setting(
    "policies",
    GLOBS,
    ["**/*.{yaml,yml,json}"],
    EVERYWHERE,
    "Which files hold manifests: globs, relative to the side that is read."
  ),
  expectations: setting(
    "expectations",
    GLOBS,
    ["**/netpol-expectations.{yaml,yml}"],
    EVERYWHERE,
    "Which files hold expectations: globs, relative to the side that is read."
  ),
  baseline: setting(
    "baseline",
    oneOf("merged", "repository", "cluster"),
    "merged",
    EVERYWHERE,
    "What stands before the change: the snapshot's objects with the repository's over them, or one of the two alone."
  ),
  policySet: setting(
    "policy-set",
    oneOf("enforced", "promoted"),
    "enforced",
    EVERYWHERE,
    "Which policies are counted: those in force, or the set as it would be once the staged policies are carried out."
  ),
  defaultNamespace: setting(
    "default-namespace",
    NAMESPACE,
    "default",
    EVERYWHERE,
    "The namespace of namespaced objects that give none."
  ),
  snapshotMaxAge: limit(
    "snapshot-max-age",
    DURATION,
    7 * 86400,
    "How old the snapshot may be. A snapshot of unknown age is too old, unless this is `unlimited`."
  ),
  clusterId: setting(
    "cluster-id",
    OPTIONAL_TEXT,
    void 0,
    EVERYWHERE,
    "The cluster that the snapshot must be of, as `snapshot inspect` shows it. What the file says holds against an input.",
    // The file comes from the base of the change, the input from the change.
    (file) => file
  ),
  requireSnapshot: setting(
    "require-snapshot",
    BOOLEAN,
    true,
    EVERYWHERE,
    "Whether the run is an error without a snapshot. With `false` it goes on, and says that no flow was judged."
  ),
  before: setting(
    "before",
    OPTIONAL_TEXT,
    void 0,
    INPUTS,
    "The side before the change: a folder; on the command line also `git:REVISION[:PATH]` or `cluster`."
  ),
  after: setting(
    "after",
    OPTIONAL_TEXT,
    void 0,
    INPUTS,
    "The side after the change: a folder; on the command line also `git:REVISION[:PATH]` or `cluster`."
  ),
  snapshot: setting("snapshot", OPTIONAL_TEXT, void 0, INPUTS, "The snapshot: a file or a folder."),
  objects: setting("objects", PATHS, [], CLI, "Files with the cluster's objects, beside or instead of the snapshot's."),
  flows: setting("flows", PATHS, [], CLI, "Files with recorded flows, beside or instead of the snapshot's."),
  snapshotWorkflow: setting(
    "snapshot-workflow",
    OPTIONAL_TEXT,
    void 0,
    ACTION,
    "The path of the workflow whose artifact is the snapshot, as in `.github/workflows/capture.yml`."
  ),
  snapshotArtifact: setting(
    "snapshot-artifact",
    TEXT,
    "netpol-snapshot",
    ACTION,
    "The name of the artifact that holds the snapshot."
  ),
  snapshotBranch: setting(
    "snapshot-branch",
    OPTIONAL_TEXT,
    void 0,
    ACTION,
    "The branch on which the snapshot workflow ran. Default: the default branch."
  ),
  snapshotRepository: setting(
    "snapshot-repository",
    OPTIONAL_TEXT,
    void 0,
    ACTION,
    "The repository that holds the artifact, as `owner/name`. Default: the one that runs the check."
  ),
  snapshotRuns: setting(
    "snapshot-runs",
    RUNS,
    1,
    ACTION,
    "How many of the newest trusted artifacts are read together: hourly captures become a day, or a week, of evidence."
  ),
  requireAttestation: setting(
    "require-attestation",
    BOOLEAN,
    false,
    ["file", "action"],
    "Whether the artifact must have an attestation of the repository that made it, checked with `gh attestation verify`.",
    (file, input) => file || input
  ),
  config: setting(
    "config",
    TEXT,
    CONFIG_PATH,
    INPUTS,
    "The configuration file. The action reads it from the base of the change, the command line from the disk."
  ),
  comment: setting("comment", BOOLEAN, true, ACTION, "Whether the report is posted as a comment on the pull request."),
  commentKey: setting(
    "comment-key",
    KEY,
    "default",
    ACTION,
    "Tells comments apart, so that two jobs or two clusters keep one each."
  ),
  format: setting("format", oneOf("text", "markdown", "json"), "text", CLI, "How the report is printed.")
};
var secret = (name3, description) => ({
  name: name3,
  type: "secret",
  form: "a token",
  words: [],
  printedFallback: void 0,
  surfaces: ACTION,
  description,
  isLimit: false
});
var SECRETS = [
  secret("token", "The token for the GitHub API. Default: the token of the job."),
  secret("snapshot-token", "The token to fetch the artifact with, where another repository has it. Default: `token`.")
];
var settingsOf = (surface) => [...Object.values(SETTINGS), ...SECRETS].filter(({ surfaces }) => surfaces.includes(surface));

// src/config/flow-entry.ts
var FLOW_KEYS = ["source", "destination", "protocol", "port"];
var isWhole = (value2, least2, most) => typeof value2 === "number" && Number.isInteger(value2) && value2 >= least2 && value2 <= most;
var PROTOCOL = {
  form: `${PROTOCOL_NAMES.map((name3) => `\`${name3}\``).join(", ")} or a number from 0 to 255`,
  words: PROTOCOL_NAMES,
  fromValue: (value2) => {
    const number = typeof value2 === "string" ? protocolNumber(value2) : value2;
    return isWhole(number, 0, 255) ? number : void 0;
  }
};
var PORT = {
  form: "a port from 0 to 65535, or `none`",
  words: ["none"],
  fromValue: (value2) => value2 === "none" || isWhole(value2, 0, 65535) ? value2 : void 0
};
function readFlows(entry, code2) {
  const source2 = readEnd(entry.get("source"), code2);
  const destination2 = readEnd(entry.get("destination"), code2);
  const protocol3 = optional(entry.get("protocol"), code2, PROTOCOL);
  const port2 = optional(entry.get("port"), code2, PORT);
  return source2 === void 0 || destination2 === void 0 ? void 0 : { source: source2, destination: destination2, protocol: protocol3, port: port2 };
}
function readEnd(at2, code2) {
  const text = required(at2, code2, TEXT_FORM);
  if (text === void 0) return void 0;
  const cidr = parseCidr(text);
  if (cidr?.hostBits === true) {
    complain(at2, code2, "a prefix without host bits", printCidr(cidr));
    return void 0;
  }
  return parseEndPattern(text);
}
var endText = ({ text }) => /^[!-~]+$/.test(text) ? text : JSON.stringify(text);
function flowsText({ destination: destination2, port: port2, protocol: protocol3, source: source2 }) {
  const layer42 = [
    ...protocol3 === void 0 ? [] : [protocolName(protocol3)],
    ...port2 === void 0 ? [] : [protocol3 === void 0 || port2 === "none" ? `port ${port2}` : `${port2}`]
  ];
  return [`${endText(source2)} → ${endText(destination2)}`, ...layer42].join(" ");
}

// src/config/waiver.ts
var WAIVER_KEYS = [...FLOW_KEYS, "change", "owner", "reason", "expires"];
var UNLESS_NAMED = ["newly-denied", "uncertain"];
var CHANGE = oneOf(...LIMIT_NAMES);
var DAY = {
  form: "a day, as in `2027-03-31`",
  words: [],
  fromValue: (value2) => {
    const parts = typeof value2 === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value2) : null;
    if (parts === null) return void 0;
    const [day, ...numbers2] = parts;
    const [year = 0, month = 0, date = 0] = numbers2.map(Number);
    return new Date(Date.UTC(year, month - 1, date)).toISOString().startsWith(day) ? day : void 0;
  }
};
function readWaiver(entry, code2) {
  const flows2 = readFlows(entry, code2);
  const change = optional(entry.get("change"), code2, CHANGE);
  const owner = required(entry.get("owner"), code2, TEXT_FORM);
  const reason = required(entry.get("reason"), code2, TEXT_FORM);
  const expires = required(entry.get("expires"), code2, DAY);
  if (flows2 === void 0 || owner === void 0 || reason === void 0 || expires === void 0) return void 0;
  const changes = change === void 0 ? UNLESS_NAMED : [change];
  return { flows: flows2, changes, owner, reason, expires, at: placeOf(entry) };
}

// src/config/config.ts
var CODE = "config-invalid";
var WAIVERS = "waivers";
var CONFIG_KEYS = [...settingsOf("file").map(({ name: name3 }) => name3), WAIVERS];
function parseConfig(source2) {
  const problems2 = [];
  const top = readMapping2(source2, CODE, (problem2) => problems2.push(problem2));
  const waivers = top === void 0 ? [] : checkAll(top);
  const [first2, ...rest] = problems2;
  if (first2 !== void 0) return { ok: false, errors: [first2, ...rest] };
  return { ok: true, value: { path: source2.path, said: (setting2) => said(top, setting2), waivers }, warnings: [] };
}
function checkAll(top) {
  onlyKnown(top, CONFIG_KEYS);
  for (const { kind, name: name3, surfaces } of Object.values(SETTINGS)) {
    if (surfaces.includes("file")) optional(top.get(name3), CODE, kind);
  }
  return entriesOf(top.get(WAIVERS), CODE, WAIVER_KEYS).flatMap((entry) => readWaiver(entry, CODE) ?? []);
}
function said(top, { kind, name: name3 }) {
  const at2 = top?.get(name3);
  const value2 = kind.fromValue(at2?.value);
  return at2 === void 0 || value2 === void 0 ? void 0 : { value: value2, at: placeOf(at2) };
}

// src/config/settings.ts
function readSettings(question) {
  const weighing = new Weighing(question);
  const settings = readAll(weighing);
  const [first2, ...rest] = [...unknownInputs(question), ...weighing.problems];
  if (first2 !== void 0) return { ok: false, errors: [first2, ...rest] };
  return { ok: true, value: settings, warnings: [] };
}
function readAll(weighing) {
  const read = (setting2) => weighing.read(setting2);
  const values = {
    limits: Object.freeze({
      "newly-denied": read(SETTINGS.maxNewlyDenied),
      "newly-allowed": read(SETTINGS.maxNewlyAllowed),
      uncertain: read(SETTINGS.maxUncertain)
    }),
    maxDeclaredDenied: read(SETTINGS.maxDeclaredDenied),
    minEvidence: read(SETTINGS.minEvidence),
    failOn: read(SETTINGS.failOn),
    malformedChange: read(SETTINGS.malformedChange),
    policies: read(SETTINGS.policies),
    expectations: read(SETTINGS.expectations),
    baseline: read(SETTINGS.baseline),
    policySet: read(SETTINGS.policySet),
    defaultNamespace: read(SETTINGS.defaultNamespace),
    snapshotMaxAgeSeconds: read(SETTINGS.snapshotMaxAge),
    clusterId: read(SETTINGS.clusterId),
    requireSnapshot: read(SETTINGS.requireSnapshot),
    before: read(SETTINGS.before),
    after: read(SETTINGS.after),
    snapshot: read(SETTINGS.snapshot),
    objects: read(SETTINGS.objects),
    flows: read(SETTINGS.flows),
    snapshotWorkflow: read(SETTINGS.snapshotWorkflow),
    snapshotArtifact: read(SETTINGS.snapshotArtifact),
    snapshotBranch: read(SETTINGS.snapshotBranch),
    snapshotRepository: read(SETTINGS.snapshotRepository),
    snapshotRuns: read(SETTINGS.snapshotRuns),
    requireAttestation: read(SETTINGS.requireAttestation),
    config: read(SETTINGS.config),
    comment: read(SETTINGS.comment),
    commentKey: read(SETTINGS.commentKey),
    format: read(SETTINGS.format)
  };
  const sources = Object.freeze(Object.fromEntries(weighing.sources));
  return Object.freeze({ ...values, waivers: weighing.waivers, sources, notes: Object.freeze(weighing.notes()) });
}
var Weighing = class {
  problems = [];
  sources = /* @__PURE__ */ new Map();
  #question;
  #limitsOfFile = [];
  #tooLoose = [];
  constructor(question) {
    this.#question = question;
  }
  get waivers() {
    return this.#question.config?.waivers ?? [];
  }
  read(setting2) {
    const input = this.#input(setting2);
    const file = this.#question.config?.said(setting2);
    if (file === void 0) {
      this.sources.set(setting2.name, { is: input === void 0 ? "default" : "input" });
      return input === void 0 ? setting2.fallback : input.value;
    }
    if (setting2.isLimit) this.#limitsOfFile.push(`${setting2.name} = ${setting2.kind.print(file.value) ?? ""}`);
    const fileHolds = input === void 0 || this.#outweighs(setting2, file.value, input.value);
    this.sources.set(setting2.name, fileHolds ? { is: "file", at: file.at } : { is: "input" });
    return fileHolds ? file.value : input.value;
  }
  /** The file holds against an input only where it sets a limit that is at least as strict */
  #outweighs({ kind, name: name3, stricter }, file, input) {
    if (stricter?.(file, input) !== file) return false;
    if (input !== file)
      this.#tooLoose.push(`the input ${name3} = ${kind.print(input) ?? ""} is looser than the file and does not hold`);
    return true;
  }
  #input({ form, kind, name: name3, surfaces, words }) {
    const { inputs, surface } = this.#question;
    const text = surfaces.includes(surface) ? (inputs[name3] ?? "").trim() : "";
    if (text === "") return void 0;
    const value2 = kind.fromText(text);
    if (value2 !== void 0) return { value: value2 };
    const near = meantBy(text, words);
    this.problems.push(problem("input-invalid", name3, form, describe(text), ...near === void 0 ? [] : [near]));
    return void 0;
  }
  notes() {
    const { config, configName } = this.#question;
    if (config === void 0) return [`no ${configName}: limits are those of the inputs, else the defaults`];
    const set = this.#limitsOfFile.join(", ");
    const first2 = set === "" ? `${configName} sets no limits: those of the inputs hold, else the defaults` : `limits set by ${configName}: ${set}`;
    return [first2, ...this.#tooLoose];
  }
};
function unknownInputs({ inputs, surface }) {
  const names3 = settingsOf(surface).map(({ name: name3 }) => name3);
  const unknown = Object.keys(inputs).filter((name3) => inputs[name3] !== void 0 && !names3.includes(name3));
  return unknown.map((name3) => {
    const near = nearest(name3, [...names3].sort(byText));
    return problem("config-unknown-key", name3, ...near === void 0 ? [] : [near]);
  });
}
var problem = (code2, ...args) => ({ code: code2, at: void 0, args });

// src/report/document.ts
var REPORT_VERSION = 1;

// src/convert/pointer.ts
function pointerOf(policy, rule, condition) {
  const at2 = rule.at.pointer;
  return KUBERNETES.has(policy.id.kind) ? kubernetesPointer(policy, rule, condition) : [...at2, ...calicoSteps(condition)];
}
var KUBERNETES = /* @__PURE__ */ new Set(["knp", "sknp", "kcnp", "kanp", "kbanp"]);
function calicoSteps(condition) {
  switch (condition.is) {
    case "family":
      return ["ipVersion"];
    case "notIcmp":
      return ["notICMP"];
    case "action":
    case "protocol":
    case "notProtocol":
    case "icmp":
      return [condition.is];
    case "service":
      return [condition.end, "services"];
    case "nets":
    case "notNets":
    case "selector":
    case "notSelector":
    case "ports":
    case "notPorts":
      return [condition.end, condition.is];
  }
}
function kubernetesPointer(policy, rule, condition) {
  const at2 = rule.at.pointer;
  const { kind } = policy.id;
  const isNetworkPolicy = kind === "knp" || kind === "sknp";
  const peers2 = at2.at(-2) === "egress" ? "to" : "from";
  const peer = rule.peer === void 0 ? at2 : [...at2, peers2, rule.peer];
  const block = (name3) => isNetworkPolicy ? [...peer, "ipBlock", name3] : [...peer, "networks"];
  const places = {
    ports: [...at2, kind === "kcnp" ? "protocols" : "ports"],
    protocol: [...at2, kind === "kcnp" ? "protocols" : "ports"],
    selector: peer,
    nets: block("cidr"),
    notNets: block("except"),
    action: isNetworkPolicy ? at2 : [...at2, "action"]
  };
  return places[condition.is] ?? at2;
}

// src/model/selector.ts
function matches(selector2, set) {
  switch (selector2.is) {
    case "all":
      return true;
    case "not": {
      const inner = matches(selector2.operand, set);
      return inner === void 0 ? void 0 : !inner;
    }
    case "and":
      return combine(selector2.operands, set, false);
    case "or":
      return combine(selector2.operands, set, true);
    case "has":
    case "equals":
    case "in":
    case "contains":
    case "starts-with":
    case "ends-with": {
      const value2 = set.labels.get(selector2.label);
      if (value2 !== void 0) return matchesValue(selector2, value2);
      return set.complete ? false : void 0;
    }
  }
}
function combine(operands, set, settles) {
  let unknown = false;
  for (const operand of operands) {
    const inner = matches(operand, set);
    if (inner === settles) return settles;
    if (inner === void 0) unknown = true;
  }
  return unknown ? void 0 : !settles;
}
function matchesValue(term, value2) {
  switch (term.is) {
    case "has":
      return true;
    case "equals":
      return value2 === term.value;
    case "in":
      return term.values.has(value2);
    case "contains":
      return value2.includes(term.value);
    case "starts-with":
      return value2.startsWith(term.value);
    case "ends-with":
      return value2.endsWith(term.value);
  }
}
function requiredValues(selector2) {
  switch (selector2.is) {
    case "equals":
      return { label: selector2.label, values: [selector2.value] };
    case "in":
      return { label: selector2.label, values: [...selector2.values] };
    case "and": {
      const all = selector2.operands.flatMap((operand) => requiredValues(operand) ?? []);
      return all.find(({ label }) => label !== ORCHESTRATOR) ?? all[0];
    }
    case "all":
    case "has":
    case "contains":
    case "starts-with":
    case "ends-with":
    case "not":
    case "or":
      return void 0;
  }
}
var ORCHESTRATOR = "projectcalico.org/orchestrator";

// src/advise/mend.ts
function isDead(near, field2, { alive, engine }) {
  const { match: match2 } = near.row.rule;
  switch (field2) {
    case "port":
      return match2.destination.ports !== void 0 && alive.isPortDead(match2.destination.ports, match2.protocol, listeners(near, engine));
    case "protocol":
      return match2.destination.ports !== void 0 && alive.isPortDead(match2.destination.ports, match2.protocol, listeners(near, engine));
    case "source":
    case "destination":
      return isEntityDead(match2[field2], { alive, engine });
    case "service":
      return (engine.cluster.services.get(match2.destination.service ?? "") ?? []).length === 0;
    case "family":
    case "icmp":
    case "source-port":
      return false;
  }
}
function isEntityDead({ nets: nets2, selector: selector2 }, { alive, engine }) {
  if (selector2 !== void 0 && !labelSets(engine.cluster).some((set) => matches(selector2.tree, set) !== false))
    return true;
  return nets2 !== void 0 && alive.areNetsDead(nets2);
}
var labelSets = ({ hostEndpoints, sets, workloads: workloads2 }) => [...workloads2, ...hostEndpoints, ...sets].map(({ labels }) => labels);
function listeners({ concrete, direction, row }, engine) {
  if (direction === "ingress") return engine.selected(row.policy);
  const { selector: selector2 } = row.rule.match.destination;
  if (selector2 !== void 0)
    return engine.cluster.workloads.filter(({ labels }) => matches(selector2.tree, labels) !== false);
  return concrete.destination.workload === void 0 ? [] : [concrete.destination.workload];
}
function mend(near, field2, world) {
  const { match: match2 } = near.row.rule;
  switch (field2) {
    case "port":
      return mendPort(near, match2, world);
    case "protocol": {
      const { protocol: protocol3 } = near.concrete.layer4;
      return match2.protocol === void 0 ? void 0 : { match: { ...match2, protocol: protocol3 }, from: protocolName(match2.protocol), to: protocolName(protocol3) };
    }
    case "source":
    case "destination":
      return mendEntity(near, field2);
    case "family":
    case "icmp":
    case "service":
    case "source-port":
      return void 0;
  }
}
function mendPort(near, match2, { alive, engine }) {
  const { destinationPort, protocol: protocol3 } = near.concrete.layer4;
  const { ports: ports6 } = match2.destination;
  if (ports6 === void 0 || destinationPort === void 0) return void 0;
  const workloads2 = listeners(near, engine);
  if (!alive.listening(workloads2).some((one) => one.port === destinationPort && one.protocol === protocol3))
    return void 0;
  const mended = (from, to, next) => ({
    match: { ...match2, destination: { ...match2.destination, ports: next } },
    from,
    to
  });
  const right = { from: destinationPort, to: destinationPort };
  const wrong = ports6.ranges.find(({ from, to }) => from === to && closeTo(String(from), String(destinationPort)));
  if (wrong !== void 0) {
    const ranges = ports6.ranges.map((range3) => range3 === wrong ? right : range3);
    return mended(String(wrong.from), String(destinationPort), { ...ports6, ranges });
  }
  const names3 = workloads2.flatMap((one) => one.ports).filter((one) => one.port === destinationPort && one.protocol === protocol3);
  for (const name3 of ports6.names) {
    const near2 = names3.find((one) => closeTo(one.name, name3));
    if (near2 !== void 0)
      return mended(name3, near2.name, { ...ports6, names: ports6.names.map((one) => one === name3 ? near2.name : one) });
  }
  return void 0;
}
function mendEntity(near, field2) {
  const { match: match2 } = near.row.rule;
  const entity3 = match2[field2];
  const end2 = near.concrete[field2];
  const mended = (next, from, to) => ({
    match: { ...match2, [field2]: { ...entity3, ...next } },
    from,
    to
  });
  if (entity3.selector !== void 0 && end2.workload !== void 0) {
    const fix = mendSelector(entity3.selector.tree, end2.workload.labels);
    if (fix === void 0) return void 0;
    const selector2 = { text: `mended ${entity3.selector.text} ${fix.from} ${fix.to}`, tree: fix.tree };
    return mended({ selector: selector2 }, fix.from, fix.to);
  }
  const [address] = end2.workload?.addresses ?? end2.shown.members.flatMap((text) => parseIp(text) ?? []);
  if (entity3.nets === void 0 || address === void 0) return void 0;
  for (const net of entity3.nets) {
    if (net.family !== address.family) continue;
    const right = cidrOf(address, net.prefix);
    const [from, to] = [
      printIp({ family: net.family, value: net.first }),
      printIp({ family: net.family, value: right.first })
    ];
    if (closeTo(from, to)) return mended({ nets: [...entity3.nets, right] }, printCidr(net), printCidr(right));
  }
  return void 0;
}
function mendSelector(tree, set) {
  for (const fix of oneWordOff(tree, set)) if (matches(fix.tree, set) === true) return fix;
  return void 0;
}
function* oneWordOff(tree, set) {
  switch (tree.is) {
    case "and":
    case "or":
      for (const [i, operand] of tree.operands.entries())
        for (const fix of oneWordOff(operand, set)) {
          const operands = tree.operands.map((one, at2) => at2 === i ? fix.tree : one);
          yield { ...fix, tree: { ...tree, operands } };
        }
      return;
    case "equals":
      yield* otherValue([tree.value], tree.label, set, (value2) => ({ ...tree, value: value2 }));
      yield* otherLabel(tree.label, set, (label) => ({ ...tree, label }), tree.value);
      return;
    case "in":
      yield* otherValue(tree.values, tree.label, set, (value2) => ({
        ...tree,
        values: /* @__PURE__ */ new Set([...tree.values, value2])
      }));
      return;
    case "has":
      yield* otherLabel(tree.label, set, (label) => ({ ...tree, label }));
      return;
    case "all":
    case "contains":
    case "starts-with":
    case "ends-with":
    case "not":
      return;
  }
}
function* otherValue(values, label, set, mended) {
  const actual = set.labels.get(label);
  if (actual === void 0) return;
  for (const value2 of values) if (closeTo(value2, actual)) yield { tree: mended(actual), from: value2, to: actual };
}
function* otherLabel(label, set, mended, value2) {
  for (const [key, own] of set.labels)
    if ((value2 === void 0 || own === value2) && closeTo(label, key))
      yield { tree: mended(key), from: plainLabel(label), to: plainLabel(key) };
}
var plainLabel = (label) => label.replace(/^pc(?:ns|sa)\./, "");

// src/advise/describe.ts
var SHOWN = 3;
function wants({ row }, field2) {
  const { match: match2 } = row.rule;
  switch (field2) {
    case "family":
      return `IPv${String(match2.family)}`;
    case "protocol":
      return match2.protocol === void 0 ? `not ${protocolName(match2.notProtocol ?? 0)}` : protocolName(match2.protocol);
    case "icmp":
      return icmp(match2);
    case "port":
      return ports(match2.destination);
    case "source-port":
      return ports(match2.source);
    case "source":
    case "destination":
      return entity(match2[field2]);
    case "service":
      return `Service ${match2.destination.service ?? ""}`;
  }
}
function has({ concrete, row }, field2) {
  const { destination: destination2, layer4: layer42, source: source2 } = concrete;
  switch (field2) {
    case "family":
      return `IPv${String(source2.peer.family)}`;
    case "protocol":
      return protocolName(layer42.protocol);
    case "icmp":
      return layer42.icmp === void 0 ? "no ICMP type" : `type ${String(layer42.icmp.type)} code ${String(layer42.icmp.code)}`;
    case "port":
      return layer42.destinationPort === void 0 ? "no port" : String(layer42.destinationPort);
    case "source-port":
      return layer42.sourcePort === void 0 ? "no port" : String(layer42.sourcePort);
    case "source":
      return end(row.rule.match.source, source2);
    case "destination":
      return end(row.rule.match.destination, destination2);
    case "service":
      return end(row.rule.match.destination, destination2);
  }
}
var icmp = ({ icmp: only2, notIcmp }) => {
  const match2 = only2 ?? notIcmp;
  const code2 = match2?.code === void 0 ? "" : ` code ${String(match2.code)}`;
  return `${only2 === void 0 ? "not " : ""}type ${String(match2?.type)}${code2}`;
};
function ports({ notPorts, ports: only2 }) {
  return [
    ...only2 === void 0 ? [] : [portText(only2)],
    ...notPorts === void 0 ? [] : [`not ${portText(notPorts)}`]
  ].join(", ");
}
var portText = ({ names: names3, ranges }) => [...ranges.map(({ from, to }) => from === to ? String(from) : `${String(from)}:${String(to)}`), ...names3].join(", ");
function entity({ nets: nets2, notNets, notSelector, selector: selector2, service: service2 }) {
  const parts = [];
  if (selector2 !== void 0) parts.push(printSelector(selector2.tree));
  if (notSelector !== void 0) parts.push(`not (${printSelector(notSelector.tree)})`);
  if (nets2 !== void 0) parts.push(netText(nets2.map(printCidr)));
  if (notNets !== void 0) parts.push(`not ${netText(notNets.map(printCidr))}`);
  if (service2 !== void 0) parts.push(`Service ${service2}`);
  return parts.filter((part4) => part4 !== "").join(" and ");
}
var netText = (nets2) => nets2.length > SHOWN ? `${nets2.slice(0, SHOWN).join(", ")} and ${String(nets2.length - SHOWN)} more` : nets2.join(", ");
function end({ selector: selector2 }, { shown: shown3, workload }) {
  const name3 = shown3.members[0] ?? "unknown";
  if (selector2 === void 0) return name3;
  if (workload === void 0) return shown3.is === "known" ? `${name3}, which is no pod` : "no pod";
  const failing = conjuncts(selector2.tree).find((term) => matches(term, workload.labels) === false);
  if (failing === void 0 || !("label" in failing)) return name3;
  const { label } = failing;
  if (label === NAMESPACE2 || isNamespaceName(label)) return `namespace ${workload.namespace}`;
  const value2 = workload.labels.labels.get(label);
  const has3 = value2 === void 0 ? `no label ${plainLabel(label)}` : `${plainLabel(label)} = '${value2}'`;
  return label.startsWith("pcns.") ? `namespace with ${has3}` : label.startsWith("pcsa.") ? `service account with ${has3}` : has3;
}
var conjuncts = (tree) => tree.is === "and" ? tree.operands.flatMap(conjuncts) : [tree];
var NAMESPACE2 = "projectcalico.org/namespace";
var ORCHESTRATOR2 = "projectcalico.org/orchestrator";
var isNamespaceName = (label) => label === "pcns.kubernetes.io/metadata.name" || label === "pcns.projectcalico.org/name";
function printSelector(tree) {
  const terms2 = conjuncts(tree).filter((term) => term.is !== "all" && !("label" in term && term.label === ORCHESTRATOR2));
  const about = (wanted) => terms2.filter((term) => "label" in term && wanted(term.label));
  const own = about((label) => label === NAMESPACE2);
  const namespaces = about((label) => label.startsWith("pcns."));
  const accounts = about((label) => label.startsWith("pcsa."));
  const pods2 = terms2.filter((term) => ![...own, ...namespaces, ...accounts].includes(term));
  const isOutside = pods2.some(
    (term) => term.is === "not" && term.operand.is === "has" && term.operand.label === NAMESPACE2
  );
  if (isOutside && pods2.length === 1) return "anything outside namespaces";
  return [
    pods2.length === 0 ? "any pod" : pods2.map(printTerm).join(" && "),
    ...own.flatMap((term) => term.is === "equals" ? [`in namespace ${term.value}`] : []),
    ...namespaces.length === 0 ? [] : [`in ${printNamespaces(namespaces)}`],
    ...accounts.length === 0 ? [] : [`with a service account of ${accounts.map(printTerm).join(" && ")}`]
  ].join(" ");
}
function printNamespaces(terms2) {
  const [first2, ...rest] = terms2;
  if (rest.length === 0 && first2?.is === "equals" && isNamespaceName(first2.label)) return `namespace ${first2.value}`;
  return `namespaces with ${terms2.map(printTerm).join(" && ")}`;
}
function printTerm(term) {
  switch (term.is) {
    case "all":
      return "all()";
    case "has":
      return `has(${plainLabel(term.label)})`;
    case "equals":
      return `${plainLabel(term.label)} == '${term.value}'`;
    case "in":
      return `${plainLabel(term.label)} in {${[...term.values].map((value2) => `'${value2}'`).join(", ")}}`;
    case "contains":
    case "starts-with":
    case "ends-with":
      return `${plainLabel(term.label)} ${term.is.replace("-", " ")} '${term.value}'`;
    case "not":
      return `!(${printTerm(term.operand)})`;
    case "and":
      return `(${term.operands.map(printTerm).join(" && ")})`;
    case "or":
      return `(${term.operands.map(printTerm).join(" || ")})`;
  }
}

// src/model/policy.ts
var DIRECTIONS = ["ingress", "egress"];
var FELIX_KIND = {
  np: "NetworkPolicy",
  gnp: "GlobalNetworkPolicy",
  knp: "KubernetesNetworkPolicy",
  kcnp: "KubernetesClusterNetworkPolicy",
  kanp: "KubernetesAdminNetworkPolicy",
  kbanp: "KubernetesBaselineAdminNetworkPolicy",
  snp: "StagedNetworkPolicy",
  sgnp: "StagedGlobalNetworkPolicy",
  sknp: "StagedKubernetesNetworkPolicy",
  pro: "Profile"
};
var PROMOTED_KIND = { snp: "np", sgnp: "gnp", sknp: "knp" };
var policyKey = (id) => `${id.kind}|${id.namespace}|${id.name}`;
var ANY_ENTITY = {
  nets: void 0,
  notNets: void 0,
  selector: void 0,
  notSelector: void 0,
  ports: void 0,
  notPorts: void 0,
  portScope: void 0,
  service: void 0
};
var BUILT_IN_TIERS = [
  { name: "kube-admin", order: 1e3, defaultAction: "pass", exists: true, at: void 0 },
  { name: "default", order: 1e6, defaultAction: "deny", exists: true, at: void 0 },
  { name: "kube-baseline", order: 1e7, defaultAction: "pass", exists: true, at: void 0 }
];
var POLICY_SET_NAMES = ["enforced", "pending", "promoted"];

// src/compare/same.ts
function sameHit(a, b) {
  if (a === b) return true;
  if (a.tier !== b.tier || a.action !== b.action || policyKey(a.policy) !== policyKey(b.policy)) return false;
  if (a.written === void 0 || b.written === void 0) return a.rule === b.rule;
  return ruleText(a.written) === ruleText(b.written);
}
var sameTrace = (a, b) => a === b || a.length === b.length && a.every((hit, i) => b[i] !== void 0 && sameHit(hit, b[i]));
function sameEnd(a, b) {
  if (a === b) return true;
  if (a?.outcomes.length !== b?.outcomes.length || a === void 0 || b === void 0) return false;
  return a.outcomes.every(({ action: action2, trace }, i) => {
    const other = b.outcomes[i];
    return other?.action === action2 && sameTrace(trace, other.trace);
  });
}
var sameVerdict = (a, b) => a === b || sameContent(a, b);
var sameContent = (a, b) => a.overall === b.overall && sameEnd(a.egress, b.egress) && sameEnd(a.ingress, b.ingress) && a.cases.length === b.cases.length && a.cases.every((one, i) => {
  const other = b.cases[i];
  return other !== void 0 && one.overall === other.overall && sameEnd(one.egress, other.egress) && sameEnd(one.ingress, other.ingress) && one.source.members.join() === other.source.members.join() && one.destination.members.join() === other.destination.members.join();
});
var texts = /* @__PURE__ */ new WeakMap();
function ruleText(rule) {
  let text = texts.get(rule);
  if (text === void 0) {
    text = JSON.stringify([rule.action, rule.match, rule.uncertain], plain);
    texts.set(rule, text);
  }
  return text;
}
function plain(_key, value2) {
  if (typeof value2 !== "object" || value2 === null) return value2;
  if ("tree" in value2 && "text" in value2) return value2.text;
  if ("prefix" in value2) {
    const { family, first: first2, last: last2, prefix: prefix2 } = value2;
    return printCidr({ family, first: first2, last: last2, prefix: prefix2 });
  }
  return value2;
}

// src/model/bound.ts
var SHOWN_PREFIXES = 6;
function boundTexts({ among, name: name3, ranges }) {
  const inside = prefixes(ranges, SHOWN_PREFIXES);
  if (inside !== void 0) return inside;
  const families = new Set(ranges.map(({ family }) => family));
  const comparable = among.filter(({ family }) => families.has(family));
  const outside = prefixes(subtract(comparable, ranges), SHOWN_PREFIXES);
  if (outside === void 0) return [`any other address of ${name3}`];
  if (outside.length > 0) return [`${name3} outside ${outside.join(", ")}`];
  const [only2] = comparable.length < among.length ? families : [];
  return [only2 === void 0 ? `every address of ${name3}` : `every IPv${String(only2)} address of ${name3}`];
}
function prefixes(ranges, most) {
  const found = [];
  for (const range3 of subtract(ranges, [])) {
    for (const cidr of cidrsOf(range3)) found.push(printCidr(cidr));
    if (found.length > most) return void 0;
  }
  return found;
}
var WIDE = /^(?:any other|every(?: IPv[46])?) address of |.* outside [\da-fA-F.:/, ]+$/s;
var EVERYTHING = 2n ** 128n;
function breadthOf(text) {
  const net = parseNet(text);
  if (net !== void 0) return net.last - net.first + 1n;
  return WIDE.test(text) ? EVERYTHING : 1n;
}
function byBreadth(a, b) {
  const difference = breadthOf(a) - breadthOf(b);
  return difference === 0n ? byText(a, b) : Number(difference > 0n) * 2 - 1;
}

// src/preflight/settled-ends.ts
function settledEnds(original, settled3) {
  const by = recordedRules(settled3);
  return ["source", "destination"].flatMap(
    (end2) => original[end2] === settled3[end2] ? [] : [{ end: end2, to: leftOf(original[end2], settled3[end2]), by }]
  );
}
function leftOf(original, settled3) {
  return settled3.candidates.flatMap((candidate) => {
    if (candidate.is !== "addresses") return nameOf(candidate);
    const same = original.candidates.filter((one) => one.is === "addresses" && one.what === candidate.what);
    const among = same.flatMap((one) => one.is === "addresses" ? one.ranges : []);
    return boundTexts({ name: candidate.what, ranges: candidate.ranges, among });
  });
}
function nameOf(candidate) {
  switch (candidate.is) {
    case "pod":
      return [`${candidate.namespace}/${candidate.name}`];
    case "stand-in":
      return [`${candidate.workload.namespace}/${candidate.workload.name}`];
    case "address":
      return boundTexts({
        name: "",
        ranges: [{ ...candidate.ip, first: candidate.ip.value, last: candidate.ip.value }],
        among: []
      });
  }
}
function recordedRules({ records }) {
  const rules4 = /* @__PURE__ */ new Map();
  for (const { enforced: enforced3 } of records) {
    const last2 = enforced3?.at(-1);
    if (last2 === void 0 || last2.kind === "pro" || last2.kind === "unknown") continue;
    rules4.set(`${last2.tier} ${policyKey({ ...last2, kind: last2.kind })} ${String(last2.rule)}`, last2);
  }
  return Array.from(rules4.values(), ({ action: action2, kind, name: name3, namespace, rule, tier }) => ({
    tier,
    kind,
    namespace,
    name: name3,
    rule,
    action: action2
  }));
}

// src/model/cluster.ts
var TCP = 6;
var UDP = 17;
var tcp = (...ports6) => ports6.map((port2) => ({ protocol: TCP, port: port2, net: void 0 }));
var udp = (port2) => ({ protocol: UDP, port: port2, net: void 0 });
var DEFAULT_HOST_NETWORK = {
  failsafe: {
    ingress: [...tcp(22), udp(68), ...tcp(179, 2379, 2380, 5473, 6443, 6666, 6667)],
    egress: [udp(53), udp(67), ...tcp(179, 2379, 2380, 5473, 6443, 6666, 6667)]
  },
  pools: [],
  frontends: [],
  serviceLoops: [],
  natToHosts: true,
  vxlanPort: 4789,
  podsMaySend: { vxlan: false, ipip: false }
};
var workloadKey = (namespace, name3) => `${namespace}/${name3}`;

// src/convert/owner.ts
var controllerKey = (kind, namespace, name3) => `${kind}|${namespace ?? ""}|${name3}`;
var controllersOf = (manifests) => new Map(manifests.map((manifest) => [controllerKey(manifest.kind, manifest.namespace, manifest.name), manifest]));
var ignore = () => void 0;
var metadataOf = (manifest) => field(manifest, ["metadata"], ignore);
function ownerOf(pod, controllers) {
  const self = { kind: "Pod", name: pod.name };
  const direct = controllerRef(pod);
  if (direct === void 0 || direct.kind === "Node") return self;
  const above = controllers.get(controllerKey(direct.kind, pod.namespace, direct.name));
  const grand = above === void 0 ? void 0 : controllerRef(above);
  if (grand !== void 0) return grand;
  return above === void 0 ? folded(direct, pod) : direct;
}
function controllerRef(manifest) {
  const refs = metadataOf(manifest).get("ownerReferences").list() ?? [];
  const ref = refs.find((one) => one.get("controller").value === true) ?? refs[0];
  const [kind, name3] = [ref?.get("kind").string(), ref?.get("name").string()];
  return kind === void 0 || name3 === void 0 ? void 0 : { kind, name: name3 };
}
var RUN_NUMBER = /^(.+)-\d{8}$/;
function folded(direct, pod) {
  if (direct.kind === "ReplicaSet") {
    const hash = metadataOf(pod).get("labels").get("pod-template-hash").string() ?? "";
    const suffix = `-${hash}`;
    return hash !== "" && direct.name.endsWith(suffix) ? { kind: "Deployment", name: direct.name.slice(0, -suffix.length) } : direct;
  }
  const run2 = direct.kind === "Job" ? RUN_NUMBER.exec(direct.name)?.[1] : void 0;
  return run2 === void 0 ? direct : { kind: "CronJob", name: run2 };
}
var TEMPLATE_KINDS = /* @__PURE__ */ new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob"
]);
function templatePointer(manifest) {
  if (!TEMPLATE_KINDS.has(manifest.kind) || controllerRef(manifest) !== void 0) return void 0;
  const pointer = manifest.kind === "CronJob" ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"];
  return isMapping(field(manifest, pointer, ignore).value) ? pointer : void 0;
}

// src/convert/protocol.ts
var TCP2 = 6;
var NUMBERS = new Map(
  PROTOCOL_NAMES.flatMap((name3) => {
    const number = protocolNumber(name3);
    return number === void 0 ? [] : [[name3.toLowerCase(), number]];
  })
);
function parseProtocol(written) {
  const number = typeof written === "number" ? written : /^\d+$/.test(written) ? Number(written) : void 0;
  if (number !== void 0) {
    return Number.isInteger(number) && number >= 1 && number <= 255 ? { number, family: void 0 } : void 0;
  }
  const name3 = String(written).toLowerCase();
  const found = NUMBERS.get(name3);
  return found === void 0 ? void 0 : { number: found, family: name3 === "icmp" ? 4 : name3 === "icmpv6" ? 6 : void 0 };
}
function kubernetesProtocol(name3) {
  return ["TCP", "UDP", "SCTP"].includes(name3) ? NUMBERS.get(name3.toLowerCase()) : void 0;
}
var MAX_PORT = 65535;
var NAME = /^[a-zA-Z0-9_.-]{1,128}$/;
function parsePort(written) {
  if (typeof written === "number") return Number.isInteger(written) ? range(written, written) : void 0;
  const digits2 = /^(\d+)(?::(\d+))?$/.exec(written);
  if (digits2 !== null) return range(Number(digits2[1]), Number(digits2[2] ?? digits2[1]));
  return NAME.test(written) ? { is: "name", name: written } : void 0;
}
var range = (from, to) => from >= 0 && from <= to && to <= MAX_PORT ? { is: "range", from, to } : void 0;
function portMatch(ports6) {
  if (ports6.length === 0) return void 0;
  return {
    ranges: ports6.flatMap((port2) => port2.is === "range" ? [{ from: port2.from, to: port2.to }] : []),
    names: ports6.flatMap((port2) => port2.is === "name" ? [port2.name] : [])
  };
}
function simplify(ranges) {
  const out = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last2 = out.at(-1);
    if (last2 !== void 0 && from <= last2.to + 1) last2.to = Math.max(last2.to, to);
    else out.push({ from, to });
  }
  return out;
}

// src/convert/host-network.ts
var ignore2 = () => void 0;
var part = (manifest, ...pointer) => field(manifest, pointer, ignore2);
var byDefault = (manifests) => manifests.find(({ name: name3 }) => name3 === "default");
function hostNetworkOf({ bgp, felix, pools, services }) {
  const configuration = byDefault(felix);
  const spec = configuration === void 0 ? void 0 : part(configuration, "spec");
  const given = DEFAULT_HOST_NETWORK;
  const noLoops = spec?.get("serviceLoopPrevention").string()?.toLowerCase() === "disabled";
  return {
    failsafe: {
      ingress: failsafePorts(spec?.get("failsafeInboundHostPorts")) ?? given.failsafe.ingress,
      egress: failsafePorts(spec?.get("failsafeOutboundHostPorts")) ?? given.failsafe.egress
    },
    pools: pools.flatMap(addressPool),
    frontends: services.flatMap(frontendsOf),
    serviceLoops: noLoops ? [] : bgp.filter(({ name: name3 }) => name3 === "default").flatMap(advertisedNets),
    natToHosts: spec?.get("natOutgoingExclusions").string() !== "IPPoolsAndHostIPs",
    vxlanPort: spec?.get("vxlanPort").integer() ?? given.vxlanPort,
    podsMaySend: {
      vxlan: spec?.get("allowVXLANPacketsFromWorkloads").boolean() === true,
      ipip: spec?.get("allowIPIPPacketsFromWorkloads").boolean() === true
    }
  };
}
function failsafePorts(list3) {
  const ports6 = list3?.list();
  return ports6?.flatMap((one) => {
    const protocol3 = kubernetesProtocol((one.get("protocol").string() || "TCP").toUpperCase());
    const port2 = one.get("port").integer();
    const written = one.get("net").string() ?? "";
    const net = written === "" ? void 0 : parseNet(written);
    if (protocol3 === void 0 || port2 === void 0 || written !== "" && net === void 0) return [];
    return [{ protocol: protocol3, port: port2, net }];
  });
}
function addressPool(pool) {
  const spec = part(pool, "spec");
  const cidr = parseNet(spec.get("cidr").string() ?? "");
  if (cidr === void 0) return [];
  return [{ cidr, natOutgoing: spec.get("natOutgoing").boolean() === true, overlay: overlayOf(spec) }];
}
function overlayOf(spec) {
  for (const as of ["vxlan", "ipip"]) {
    const mode = spec.get(`${as}Mode`).string();
    if (mode === "Always") return { as, between: "all" };
    if (mode === "CrossSubnet") return { as, between: "subnets" };
  }
  return void 0;
}
var ADVERTISED = ["serviceClusterIPs", "serviceExternalIPs", "serviceLoadBalancerIPs"];
var advertisedNets = (configuration) => ADVERTISED.flatMap((name3) => part(configuration, "spec", name3).list() ?? []).flatMap(
  (one) => parseNet(one.get("cidr").string() ?? "") ?? []
);
function frontendsOf(service2) {
  const spec = part(service2, "spec");
  const addresses = addressesOf(service2, spec);
  const localOnly = spec.get("externalTrafficPolicy").string() === "Local";
  return (spec.get("ports").list() ?? []).flatMap((one) => {
    const protocol3 = kubernetesProtocol(one.get("protocol").string() ?? "TCP");
    const port2 = one.get("port").integer();
    const nodePort = one.get("nodePort").integer();
    const target = one.get("targetPort").stringOrNumber();
    if (protocol3 === void 0 || port2 === void 0 || addresses.length === 0 && nodePort === void 0) return [];
    return [
      {
        service: `${service2.namespace ?? ""}/${service2.name}`,
        protocol: protocol3,
        addresses,
        port: port2,
        nodePort: nodePort === 0 ? void 0 : nodePort,
        targetPort: typeof target === "string" && target !== "" ? void 0 : target || port2,
        localOnly
      }
    ];
  });
}
function addressesOf(service2, spec) {
  const written = [
    ...spec.get("clusterIPs").strings() ?? [spec.get("clusterIP").string() ?? ""],
    ...spec.get("externalIPs").strings() ?? [],
    ...(part(service2, "status", "loadBalancer", "ingress").list() ?? []).map((one) => one.get("ip").string() ?? "")
  ];
  return written.flatMap((text) => parseIp(text) ?? []);
}
function hostProfile(names3, profiles, withRules) {
  for (const name3 of names3) {
    if (withRules.has(name3)) return { name: name3, action: "unknown" };
    if (name3 === "projectcalico-default-allow") return { name: name3, action: "allow" };
    if (!profiles.has(name3)) return { name: name3, action: "deny" };
    if (name3.startsWith("kns.")) return { name: name3, action: "allow" };
  }
  return void 0;
}
var profilesWithRules = (profiles) => new Set(
  profiles.filter((one) => ["ingress", "egress"].some((name3) => (part(one, "spec", name3).list() ?? []).length > 0)).map(({ name: name3 }) => name3)
);
function nodeFacts(node) {
  const annotations = metadataOf(node).get("annotations");
  const text = (name3) => annotations.get(`projectcalico.org/${name3}`).string() ?? "";
  const networks = ["IPv4Address", "IPv6Address"].map(text).flatMap((written) => {
    const [ip, network] = [parseIp(written.replace(/\/\d+$/, "")), parseCidr(written)];
    return ip === void 0 || network === void 0 ? [] : [{ ip, network }];
  });
  const tunnels = TUNNELS.map(text).flatMap((written) => parseIp(written) ?? []);
  const interfaces = interfacesOf(text("Interfaces"), networks);
  return interfaces === void 0 ? { networks, tunnels } : { interfaces, networks, tunnels };
}
var TUNNELS = [
  "IPv4IPIPTunnelAddr",
  "IPv4VXLANTunnelAddr",
  "IPv6VXLANTunnelAddr",
  "IPv4WireguardInterfaceAddr",
  "IPv6WireguardInterfaceAddr"
];
function interfacesOf(json, networks) {
  let value2;
  try {
    value2 = JSON.parse(json);
  } catch {
    return void 0;
  }
  if (!Array.isArray(value2)) return void 0;
  const interfaces = [];
  for (const one of value2) {
    if (typeof one !== "object" || one === null || !("name" in one) || typeof one.name !== "string") return void 0;
    const written = "addresses" in one ? one.addresses : [];
    const addresses = (Array.isArray(written) ? written : []).flatMap(
      (text) => typeof text === "string" ? parseIp(text.replace(/\/\d+$/, "")) ?? [] : []
    );
    const own = networks.filter(({ ip }) => addresses.some((has3) => has3.family === ip.family && has3.value === ip.value));
    interfaces.push({ name: one.name, addresses, networks: own.map(({ network }) => network) });
  }
  return interfaces;
}

// src/convert/selector-parser.ts
var parses = /* @__PURE__ */ new Map();
function parseSelector(text) {
  let parse = parses.get(text);
  if (parse === void 0) {
    const syntax = parseSyntax(text);
    parse = syntax.ok ? { ok: true, value: { text, tree: meaning(syntax.tree) } } : syntax;
    parses.set(text, parse);
  }
  return parse;
}
function canonicalSelector(text, labelPrefix = "") {
  const syntax = parseSyntax(text);
  return syntax.ok ? print(syntax.tree, labelPrefix) : void 0;
}
var MAX_DEPTH2 = 600;
function parseSyntax(text) {
  const scanner = new Scanner(text);
  if (scanner.atEnd()) return { ok: true, tree: { is: "all" } };
  const tree = parseOr(scanner, 0);
  if (tree !== void 0 && !scanner.atEnd()) scanner.fail("&&, || or the end of the selector");
  return tree === void 0 || scanner.error !== void 0 ? { ok: false, error: scanner.error ?? { offset: 0, expected: "a selector" } } : { ok: true, tree };
}
var parseOr = (scanner, depth) => parseJoined(scanner, "||", "or", () => parseJoined(scanner, "&&", "and", () => parseOperation(scanner, depth)));
function parseJoined(scanner, operator, is, operand) {
  const operands = [];
  do {
    const next = operand();
    if (next === void 0) return void 0;
    operands.push(next);
  } while (scanner.take(operator));
  const [only2] = operands;
  return operands.length === 1 ? only2 : { is, operands };
}
function parseOperation(scanner, depth) {
  let negated = false;
  while (scanner.take("!")) negated = !negated;
  const operand = scanner.take("(") ? parseGroup(scanner, depth) : parsePrimary(scanner);
  return operand !== void 0 && negated ? { is: "not", operand } : operand;
}
function parseGroup(scanner, depth) {
  if (depth >= MAX_DEPTH2) {
    scanner.fail("fewer nested parentheses");
    return void 0;
  }
  const inner = parseOr(scanner, depth + 1);
  return inner !== void 0 && scanner.expect(")") ? inner : void 0;
}
function parsePrimary(scanner) {
  if (scanner.take("has(")) {
    const label2 = scanner.label("a label name");
    return label2 !== void 0 && scanner.expect(")") ? { is: "has", label: label2 } : void 0;
  }
  for (const is of ["all", "global"]) {
    if (scanner.take(`${is}(`)) return scanner.expect(")") ? { is } : void 0;
  }
  const label = scanner.label("a label name, all(), has(…) or (");
  return label === void 0 ? void 0 : parseComparison(scanner, label);
}
var VALUE_OPERATORS = [
  [/==/y, "=="],
  [/!=/y, "!="],
  [/contains/y, "contains"],
  [/starts[ \t]*with/y, "starts with"],
  [/ends[ \t]*with/y, "ends with"]
];
var SET_OPERATORS = [
  [/not[ \t]*in/y, "not in"],
  [/in/y, "in"]
];
function parseComparison(scanner, label) {
  for (const [pattern, operator] of VALUE_OPERATORS) {
    if (!scanner.takePattern(pattern)) continue;
    const value2 = scanner.string();
    if (value2 === void 0) scanner.fail("a value in quotes");
    return value2 === void 0 ? void 0 : { is: "value", operator, label, value: value2 };
  }
  for (const [pattern, operator] of SET_OPERATORS) {
    if (!scanner.takePattern(pattern)) continue;
    const values = parseSet(scanner);
    return values === void 0 ? void 0 : { is: "set", operator, label, values };
  }
  scanner.fail("==, !=, in, not in, contains, starts with or ends with");
  return void 0;
}
function parseSet(scanner) {
  if (!scanner.expect("{")) return void 0;
  const values = /* @__PURE__ */ new Set();
  do {
    const value2 = scanner.string();
    if (value2 === void 0) break;
    values.add(value2);
  } while (scanner.take(","));
  return scanner.expect("}") ? [...values].sort(byText) : void 0;
}
var LABEL = /[A-Za-z0-9_./-]{1,512}/y;
var STRING = /"([^"]*)"|'([^']*)'/y;
var Scanner = class {
  #text;
  #at = 0;
  error;
  constructor(text) {
    this.#text = text;
  }
  atEnd() {
    this.#skipSpace();
    return this.#at === this.#text.length;
  }
  take(token) {
    this.#skipSpace();
    const here = this.#text.startsWith(token, this.#at);
    if (here) this.#at += token.length;
    return here;
  }
  takePattern(pattern) {
    return this.#match(pattern) !== void 0;
  }
  /** As `take`, and complains where something else stands */
  expect(token) {
    const here = this.take(token);
    if (!here) this.fail(token);
    return here;
  }
  /** Complains where there is none */
  label(expected2) {
    const found = this.#match(LABEL)?.[0];
    if (found === void 0) this.fail(expected2);
    return found;
  }
  string() {
    const found = this.#match(STRING);
    return found && (found[1] ?? found[2]);
  }
  /** Keeps the first complaint */
  fail(expected2) {
    this.error ??= { offset: this.#at, expected: expected2 };
  }
  #match(pattern) {
    this.#skipSpace();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text) ?? void 0;
    if (found !== void 0) this.#at += found[0].length;
    return found;
  }
  #skipSpace() {
    while (this.#text[this.#at] === " " || this.#text[this.#at] === "	") this.#at++;
  }
};
function meaning(tree) {
  switch (tree.is) {
    case "all":
    case "global":
      return { is: "all" };
    case "has":
      return tree;
    case "value":
      return meaningOfValue(tree.operator, tree.label, tree.value);
    case "set": {
      const within2 = { is: "in", label: tree.label, values: new Set(tree.values) };
      return tree.operator === "in" ? within2 : { is: "not", operand: within2 };
    }
    case "not":
      return { is: "not", operand: meaning(tree.operand) };
    case "and":
    case "or":
      return { is: tree.is, operands: tree.operands.map(meaning) };
  }
}
function meaningOfValue(operator, label, value2) {
  switch (operator) {
    case "==":
      return { is: "equals", label, value: value2 };
    case "!=":
      return { is: "not", operand: { is: "equals", label, value: value2 } };
    case "contains":
      return { is: "contains", label, value: value2 };
    case "starts with":
      return { is: "starts-with", label, value: value2 };
    case "ends with":
      return { is: "ends-with", label, value: value2 };
  }
}
var quote = (value2) => value2.includes('"') ? `'${value2}'` : `"${value2}"`;
function print(tree, prefix2) {
  switch (tree.is) {
    case "all":
      return "all()";
    case "global":
      return "global()";
    case "has":
      return `has(${prefix2}${tree.label})`;
    case "value":
      return `${prefix2}${tree.label} ${tree.operator} ${quote(tree.value)}`;
    case "set":
      return `${prefix2}${tree.label} ${tree.operator} {${tree.values.map(quote).join(", ")}}`;
    case "not":
      return `!${print(tree.operand, prefix2)}`;
    case "and":
      return `(${tree.operands.map((one) => print(one, prefix2)).join(" && ")})`;
    case "or":
      return `(${tree.operands.map((one) => print(one, prefix2)).join(" || ")})`;
  }
}

// src/convert/selector-text.ts
var NAMESPACE3 = "projectcalico.org/namespace";
var SERVICE_ACCOUNT = "projectcalico.org/serviceaccount";
var IS_POD = "projectcalico.org/orchestrator == 'k8s'";
var NAMESPACE_PREFIX = "pcns.";
var SERVICE_ACCOUNT_PREFIX = "pcsa.";
function namespacedSubject(namespace, { selector: selector2, serviceAccountSelector }) {
  const inNamespace = `${NAMESPACE3} == '${namespace}'`;
  return and(
    selector2 === "" ? inNamespace : `(${selector2}) && ${inNamespace}`,
    serviceAccountSelector,
    SERVICE_ACCOUNT_PREFIX
  );
}
function globalSubject({ selector: selector2, namespaceSelector, serviceAccountSelector }) {
  let text = selector2;
  if (namespaceSelector !== "") {
    text = and(text, namespaceSelector, NAMESPACE_PREFIX).replaceAll("all()", `has(${NAMESPACE3})`);
  }
  if (serviceAccountSelector !== "") {
    text = and(text, serviceAccountSelector, SERVICE_ACCOUNT_PREFIX).replaceAll("all()", `has(${SERVICE_ACCOUNT})`);
  }
  return text;
}
function and(text, more2, prefix2) {
  const prefixed2 = more2 === "" ? "" : canonicalSelector(more2, prefix2) ?? "";
  if (prefixed2 === "") return text;
  return text === "" ? prefixed2 : `(${text}) && ${prefixed2}`;
}
function entityTexts(entity3, namespace) {
  const { selector: selector2, notSelector, namespaceSelector, serviceAccounts } = entity3;
  const namespaces = namespacePart(namespaceSelector, namespace);
  const parts = [serviceAccounts, selector2].filter((part4) => part4 !== "");
  const own = parts.length === 2 ? `(${parts.join(") && (")})` : parts[0] ?? "";
  const selects3 = own !== "" || notSelector !== "" || namespaceSelector !== "";
  const positive = namespaces === "" || !selects3 ? own : own === "" ? namespaces : `(${namespaces}) && (${own})`;
  return { positive, negative: notSelector };
}
function namespacePart(namespaceSelector, namespace) {
  if (namespaceSelector !== "") {
    return (canonicalSelector(namespaceSelector, NAMESPACE_PREFIX) ?? "").replaceAll("all()", `has(${NAMESPACE3})`).replaceAll("global()", `!has(${NAMESPACE3})`);
  }
  return namespace === void 0 ? "" : `${NAMESPACE3} == '${namespace}'`;
}
function serviceAccountsText(names3, selector2) {
  const bySelector = selector2 === "" ? "" : canonicalSelector(selector2, SERVICE_ACCOUNT_PREFIX) ?? "";
  if (names3.length === 0) return bySelector;
  const byName = canonicalSelector(`${SERVICE_ACCOUNT} in { '${names3.join("', '")}' }`);
  if (byName === void 0) return "";
  return bySelector === "" ? byName : `(${bySelector}) && (${byName})`;
}
var foldNegative = (positive, negative) => `(${positive}) && (!(${negative}))`;
var podSelectorText = (selector2) => [IS_POD, ...selector2 === void 0 ? [] : terms(selector2)].join(" && ");
function namespaceSelectorText(selector2) {
  if (selector2 === void 0) return "";
  return terms(selector2).join(" && ") || "all()";
}
function terms({ matchLabels, matchExpressions }) {
  const byKey = [...matchLabels].sort(([a], [b]) => byText(a, b));
  return [...byKey.map(([key, value2]) => `${key} == '${value2}'`), ...matchExpressions.map(expressionText)];
}
function expressionText({ key, operator, values }) {
  const set = `{ '${values.join("', '")}' }`;
  switch (operator) {
    case "In":
      return `${key} in ${set}`;
    case "NotIn":
      return `${key} not in ${set}`;
    case "Exists":
      return `has(${key})`;
    case "DoesNotExist":
      return `! has(${key})`;
  }
}

// src/convert/twin.ts
var GROUPS = /* @__PURE__ */ new Set(["projectcalico.org", "crd.projectcalico.org"]);
function supersededByTwin(manifests) {
  const kept = /* @__PURE__ */ new Map();
  const superseded = /* @__PURE__ */ new Set();
  for (const manifest of manifests) {
    if (!GROUPS.has(manifest.group)) continue;
    const key = `${manifest.kind}|${manifest.namespace ?? ""}|${nameOfStored(manifest)}`;
    const other = kept.get(key);
    if (other === void 0 || other.group === manifest.group) {
      if (other === void 0) kept.set(key, manifest);
      continue;
    }
    const [winner, loser] = rank(manifest) > rank(other) ? [manifest, other] : [other, manifest];
    kept.set(key, winner);
    superseded.add(loser);
  }
  return superseded;
}
var rank = ({ origin: origin2, group }) => (origin2.fromCluster ? 0 : 2) + (group === "projectcalico.org" ? 1 : 0);
function nameOfStored({ group, name: name3, value: value2 }) {
  if (group === "projectcalico.org") return name3;
  const stored = storedMetadata(value2)["name"];
  if (typeof stored === "string" && stored !== "") return stored;
  const tier = valueAt(value2, ["spec", "tier"]);
  return tier === void 0 || tier === "default" || tier === "" ? name3.replace(/^default\./, "") : name3;
}
function storedMetadata(value2) {
  const text = valueAt(value2, ["metadata", "annotations", "projectcalico.org/metadata"]);
  if (typeof text !== "string") return {};
  try {
    const data = JSON.parse(text);
    return typeof data === "object" && data !== null ? data : {};
  } catch {
    return {};
  }
}

// src/convert/inherited-labels.ts
var NAME2 = "projectcalico.org/name";
var NONE = /* @__PURE__ */ new Map();
var namespaceProfile = (namespace) => `kns.${namespace}`;
var accountProfile = (namespace, account) => `ksa.${namespace}.${account}`;
function profilesOf(manifests) {
  const profiles = /* @__PURE__ */ new Map();
  for (const manifest of manifests) {
    const { group, kind, name: name3, namespace = "" } = manifest;
    if (group === "" && kind === "Namespace") {
      profiles.set(namespaceProfile(name3), prefixed(labelsOf(manifest), NAMESPACE_PREFIX, name3));
    } else if (group === "" && kind === "ServiceAccount") {
      profiles.set(accountProfile(namespace, name3), prefixed(labelsOf(manifest), SERVICE_ACCOUNT_PREFIX, name3));
    } else if (group.endsWith("projectcalico.org") && kind === "Profile") {
      const applied = field(manifest, ["spec", "labelsToApply"], () => void 0).stringMap();
      if (!profiles.has(name3)) profiles.set(name3, applied ?? NONE);
    }
  }
  return profiles;
}
var prefixed = (labels, prefix2, name3) => new Map([...[...labels].map(([key, value2]) => [prefix2 + key, value2]), [`${prefix2}${NAME2}`, name3]]);
function labelsOf(manifest) {
  const own = metadataOf(manifest).get("labels").stringMap() ?? NONE;
  if (manifest.group !== "crd.projectcalico.org") return own;
  const stored = storedMetadata(manifest.value)["labels"];
  const written = field({ origin: manifest.origin, value: stored }, [], () => void 0).stringMap();
  if (written === void 0) return own;
  const kept = [...own].filter(([key]) => key.startsWith("projectcalico.org/"));
  return new Map([...kept, ...written]);
}
function withInherited(own, names3, profiles) {
  const labels = new Map(own);
  for (const name3 of names3) {
    for (const [key, value2] of profiles.get(name3) ?? NONE) if (!labels.has(key)) labels.set(key, value2);
  }
  return labels;
}

// src/convert/workload.ts
var ignore3 = () => void 0;
var part2 = (manifest, ...pointer) => field(manifest, pointer, ignore3);
var isHostNetworked = (spec) => spec.get("hostNetwork").value === true;
function podWorkload(pod, profiles, controllers) {
  const namespace = pod.namespace ?? "";
  const spec = part2(pod, "spec");
  const attached = (spec.get("nodeName").string() ?? "") !== "" && !isFinished(pod);
  return {
    is: "workload",
    namespace,
    name: pod.name,
    labels: workloadLabels(metadataOf(pod).get("labels"), namespace, spec, profiles),
    addresses: attached ? podAddresses(pod) : [],
    ports: namedPorts(spec),
    node: spec.get("nodeName").string(),
    namespaceKnown: profiles.has(namespaceProfile(namespace)),
    owner: ownerOf(pod, controllers),
    generateName: metadataOf(pod).get("generateName").string(),
    known: "pod",
    at: { origin: pod.origin, pointer: [] }
  };
}
function hostPod(pod, controllers) {
  return {
    namespace: pod.namespace ?? "",
    name: pod.name,
    node: part2(pod, "spec", "nodeName").string(),
    addresses: isFinished(pod) ? [] : podAddresses(pod),
    generateName: metadataOf(pod).get("generateName").string(),
    owner: ownerOf(pod, controllers)
  };
}
var ownerKey = (namespace, { kind, name: name3 }) => `${kind}|${namespace}|${name3}`;
function templateWorkload(manifest, profiles) {
  const pointer = templatePointer(manifest);
  if (pointer === void 0) return void 0;
  const namespace = manifest.namespace ?? "";
  const spec = part2(manifest, ...pointer, "spec");
  const shared2 = {
    namespace,
    name: manifest.name,
    node: void 0,
    addresses: [],
    owner: { kind: manifest.kind, name: manifest.name },
    generateName: `${manifest.name}-`
  };
  if (isHostNetworked(spec)) return shared2;
  const labels = workloadLabels(part2(manifest, ...pointer, "metadata", "labels"), namespace, spec, profiles);
  const jobName = manifest.kind === "Job" ? [["job-name", manifest.name], ["batch.kubernetes.io/job-name", manifest.name]] : [];
  return {
    ...shared2,
    is: "workload",
    labels: { ...labels, labels: new Map([...jobName, ...labels.labels]) },
    ports: namedPorts(spec),
    namespaceKnown: profiles.has(namespaceProfile(namespace)),
    known: "template",
    at: { origin: manifest.origin, pointer }
  };
}
var LONGEST_ACCOUNT_LABEL = 62;
function workloadLabels(labels, namespace, spec, profiles) {
  const account = serviceAccountOf(spec);
  const isOwn = (key) => !key.startsWith(NAMESPACE_PREFIX) && !key.startsWith(SERVICE_ACCOUNT_PREFIX);
  const own = new Map([...labels.stringMap() ?? /* @__PURE__ */ new Map()].filter(([key]) => isOwn(key)));
  own.set("projectcalico.org/namespace", namespace);
  own.set("projectcalico.org/orchestrator", "k8s");
  if (account.length <= LONGEST_ACCOUNT_LABEL) own.set("projectcalico.org/serviceaccount", account);
  const inherited = withInherited(own, [namespaceProfile(namespace), accountProfile(namespace, account)], profiles);
  return { labels: inherited, complete: true };
}
var serviceAccountOf = (spec) => spec.get("serviceAccountName").string() || spec.get("serviceAccount").string() || "default";
var POD_IP = "cni.projectcalico.org/podIP";
var AWS_POD_IPS = "vpc.amazonaws.com/pod-ips";
function isFinished(pod) {
  const phase = part2(pod, "status", "phase").string() ?? "";
  if (["Succeeded", "Failed", "Completed"].includes(phase)) return true;
  const metadata = metadataOf(pod);
  if (!metadata.get("deletionTimestamp").present) return false;
  const annotations = metadata.get("annotations");
  return annotations.get(POD_IP).value === "" || annotations.get(AWS_POD_IPS).value === "";
}
function podAddresses(pod) {
  const status = part2(pod, "status");
  const annotations = metadataOf(pod).get("annotations");
  const split2 = (name3) => (annotations.get(name3).string() ?? "").split(",");
  const sources = [
    (status.get("podIPs").list() ?? []).flatMap((one) => one.get("ip").string() ?? []),
    [status.get("podIP").string() ?? ""],
    split2("cni.projectcalico.org/podIPs"),
    split2(POD_IP),
    split2(AWS_POD_IPS)
  ];
  const written = sources.find((source2) => source2.some((text) => text !== "")) ?? [];
  const addresses = written.flatMap((text) => readAddress(text) ?? []);
  return addresses.filter((ip, i) => addresses.findIndex((other) => other.family === ip.family) === i);
}
function readAddress(text) {
  if (!text.includes("/")) return parseIp(text);
  const net = parseNet(text);
  return net === void 0 ? void 0 : { family: net.family, value: net.first };
}
function namedPorts(spec) {
  return containerPorts(spec, ["containers", "initContainers"]);
}
function containerPorts(spec, lists) {
  const containers = lists.flatMap((name3) => spec.get(name3).list() ?? []);
  return containers.flatMap((container) => container.get("ports").list() ?? []).flatMap(readPort);
}
function readPort(port2) {
  const [name3, number] = [port2.get("name").string() ?? "", port2.get("containerPort").integer() ?? 0];
  const protocol3 = kubernetesProtocol(port2.get("protocol").string() ?? "TCP");
  return name3 === "" || number === 0 || protocol3 === void 0 ? [] : [{ name: name3, protocol: protocol3, port: number }];
}

// src/convert/service.ts
var ignore4 = () => void 0;
function serviceOfSlice(slice) {
  const name3 = metadataOf(slice).get("labels").get("kubernetes.io/service-name").string();
  return name3 === void 0 ? void 0 : `${slice.namespace ?? ""}/${name3}`;
}
function backendsOf(manifests, runningPods) {
  const backends = /* @__PURE__ */ new Map();
  for (const slice of manifests) {
    if (slice.kind !== "EndpointSlice") continue;
    const key = serviceOfSlice(slice);
    if (key !== void 0) backends.set(key, [...backends.get(key) ?? [], ...sliceBackends(slice)]);
  }
  const podsByNamespace = groupByNamespace(runningPods);
  for (const service2 of manifests) {
    if (service2.group !== "" || service2.kind !== "Service") continue;
    const key = `${service2.namespace ?? ""}/${service2.name}`;
    const selector2 = field(service2, ["spec", "selector"], ignore4).stringMap() ?? /* @__PURE__ */ new Map();
    if (backends.has(key) || selector2.size === 0) continue;
    const selected2 = (podsByNamespace.get(service2.namespace ?? "") ?? []).filter((pod) => selects(selector2, pod));
    backends.set(
      key,
      selected2.flatMap((pod) => podBackends(service2, pod))
    );
  }
  return backends;
}
function groupByNamespace(pods2) {
  const groups = /* @__PURE__ */ new Map();
  for (const pod of pods2) {
    const key = pod.namespace ?? "";
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [pod]);
    else group.push(pod);
  }
  return groups;
}
function selects(selector2, pod) {
  const labels = labelsOf(pod);
  return [...selector2].every(([key, value2]) => labels.get(key) === value2);
}
function sliceBackends(slice) {
  const ports6 = (field(slice, ["ports"], ignore4).list() ?? []).flatMap(readSlicePort);
  const endpoints = field(slice, ["endpoints"], ignore4).list() ?? [];
  const addresses = endpoints.flatMap((endpoint) => endpoint.get("addresses").strings() ?? []).flatMap((text) => parseIp(text) ?? []);
  const behind = ports6.length === 0 ? [{ protocol: TCP2, port: void 0 }] : ports6;
  return addresses.flatMap((ip) => behind.map((one) => ({ ip, ...one })));
}
function readSlicePort(port2) {
  const protocol3 = kubernetesProtocol(port2.get("protocol").string() ?? "TCP");
  const number = port2.get("port").integer();
  return protocol3 === void 0 || number === void 0 ? [] : [{ protocol: protocol3, port: number }];
}
function podBackends(service2, pod) {
  const families = familiesOf(service2);
  const addresses = podAddresses(pod).filter((ip) => families === void 0 || families.has(ip.family));
  const spec = field(pod, ["spec"], ignore4);
  return (field(service2, ["spec", "ports"], ignore4).list() ?? []).flatMap((port2) => {
    const protocol3 = kubernetesProtocol(port2.get("protocol").string() ?? "TCP");
    const target = protocol3 === void 0 ? void 0 : targetPort(port2, protocol3, spec);
    return protocol3 === void 0 || target === void 0 ? [] : addresses.map((ip) => ({ ip, protocol: protocol3, port: target }));
  });
}
function targetPort(port2, protocol3, pod) {
  const target = port2.get("targetPort").stringOrNumber();
  if (target === void 0 || target === "" || target === 0) return port2.get("port").integer();
  if (typeof target === "number") return target;
  return containerPorts(pod, ["containers"]).find((one) => one.name === target && one.protocol === protocol3)?.port;
}
function familiesOf(service2) {
  const spec = field(service2, ["spec"], ignore4);
  const families = spec.get("ipFamilies").strings() ?? [];
  if (families.length > 0) return new Set(families.map((family) => family === "IPv6" ? 6 : 4));
  const clusterIp = parseIp(spec.get("clusterIP").string() ?? "");
  return clusterIp === void 0 ? void 0 : /* @__PURE__ */ new Set([clusterIp.family]);
}

// src/convert/names.ts
var LABEL2 = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
var SUBDOMAIN = `${LABEL2}(?:\\.${LABEL2})*`;
var matcher = (pattern, longest) => {
  const whole = new RegExp(`^(?:${pattern})$`);
  return (text) => text.length <= longest && whole.test(text);
};
var isDnsLabel = matcher(LABEL2, 63);
var isSubdomain = matcher(SUBDOMAIN, 253);
var isGlobalPolicyName = matcher(`(?:${LABEL2}\\.)?${LABEL2}`, 253);
var isPolicyName = matcher(`${LABEL2}(?:\\.${LABEL2})?|(?:knp|ossg)\\.default\\.${SUBDOMAIN}`, 253);
var isLabelName = matcher("[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?", 63);
function isLabelKey(key) {
  const slash = key.indexOf("/");
  return slash < 0 ? isLabelName(key) : isSubdomain(key.slice(0, slash)) && isLabelName(key.slice(slash + 1));
}
var isLabelValue = (value2) => value2 === "" || isLabelName(value2);
var isPortName = (name3) => name3.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name3) && /[a-z]/.test(name3);

// src/convert/findings.ts
var Findings = class {
  /** The object is refused or cannot be decoded: what it does is not known */
  errors = [];
  /** Felix's own filter discards the object: it does nothing */
  drops = [];
  /** Known effect, worth saying */
  warnings = [];
  #outsideRules = 0;
  /** Some error is about more than one rule, so that subject, directions and order are in doubt as well */
  get outsideRules() {
    return this.#outsideRules > 0;
  }
  /** For what is read outside the rules; sorts by the severity of the code. Needs no receiver */
  report = (diagnostic) => {
    if (this.#sort(diagnostic)) this.#outsideRules++;
  };
  /** For what is read inside a rule */
  reportInRule = (diagnostic) => {
    this.#sort(diagnostic);
  };
  /** Felix would discard the object because of what stands at `place` */
  dropsAt(place, code2, ...args) {
    this.drops.push(place.diagnostic(code2, ...args));
  }
  /** Where a validator runs before Felix does, what Felix would drop is refused */
  refuseDrops() {
    for (const drop of this.drops.splice(0)) this.reportInRule(drop);
  }
  /** False for what is no error, and for what has been said: structure and conversion may stumble over the same value */
  #sort(diagnostic) {
    const isError = SEVERITIES[diagnostic.code] === "error";
    const list3 = isError ? this.errors : this.warnings;
    const said2 = list3.some((other) => isSame(other, diagnostic));
    if (!said2) list3.push(diagnostic);
    return isError && !said2;
  }
};
var isSame = (said2, other) => said2.code === other.code && said2.at?.line === other.at?.line && said2.at?.column === other.at?.column && other.args.every((arg, i) => arg === said2.args[i]);
var shown = ({ value: value2 }) => typeof value2 === "string" ? value2 : describe(value2);

// src/convert/admission-go.ts
var NAME_RULES = /* @__PURE__ */ new Map([
  ["NetworkPolicy", [isPolicyName, "lower-case letters, digits and hyphens, with one dot at most"]],
  ["StagedNetworkPolicy", [isPolicyName, "lower-case letters, digits and hyphens, with one dot at most"]],
  ["GlobalNetworkPolicy", [isGlobalPolicyName, "lower-case letters, digits and hyphens, with one dot at most"]],
  ["StagedGlobalNetworkPolicy", [isGlobalPolicyName, "lower-case letters, digits and hyphens, with one dot at most"]],
  ["Tier", [isDnsLabel, "lower-case letters, digits and hyphens"]]
]);
var LARGEST_ANNOTATIONS = 262144;
function checkCalicoMetadata(manifest, metadata) {
  const [isName2, expected2] = NAME_RULES.get(manifest.kind) ?? [
    isSubdomain,
    "lower-case letters, digits, hyphens and dots"
  ];
  if (!isName2(manifest.name)) metadata.get("name").complain("bad-value", "name", manifest.name, expected2);
  for (const label of metadata.get("labels").entries() ?? []) {
    const value2 = scalarText(label);
    if (value2 === void 0) label.wrongType("text");
    if (!isLabelKey(label.name) || !isLabelValue(value2 ?? ""))
      label.complain("bad-value", label.name, value2 ?? "", "a label");
    if (label.name === "projectcalico.org/namespace" && manifest.kind.endsWith("NetworkSet")) {
      label.complain("bad-value", label.name, value2 ?? "", "no label of this name");
    }
  }
  checkAnnotations(metadata.get("annotations"));
}
function scalarText({ value: value2 }) {
  if (value2 === null) return "";
  const isScalar2 = typeof value2 === "string" || typeof value2 === "number" || typeof value2 === "boolean";
  return isScalar2 ? String(value2) : void 0;
}
function checkAnnotations(annotations) {
  let size = 0;
  for (const annotation2 of annotations.entries() ?? [])
    size += annotation2.name.length + (scalarText(annotation2) ?? "").length;
  if (size > LARGEST_ANNOTATIONS) annotations.complain("bad-value", "annotations", `${String(size)} bytes`, "256 kB");
}
function checkGoSpec(manifest, spec) {
  const { kind } = manifest;
  if (kind.endsWith("NetworkSet")) for (const net of spec.get("nets").list() ?? []) checkAnyNet(net);
  if (kind === "HostEndpoint") checkHostEndpoint(spec);
  if (!kind.endsWith("NetworkPolicy")) return;
  for (const name3 of ["namespaceSelector", "serviceAccountSelector"]) checkSelector(spec.get(name3));
  const tier = spec.get("tier");
  if ((tier.string() ?? "") !== "" && !isSubdomain(tier.string() ?? "")) {
    tier.complain("bad-value", "tier", shown(tier), "lower-case letters, digits, hyphens and dots");
  }
  const types = spec.get("types").strings() ?? [];
  types.forEach((type, i) => {
    if (types.indexOf(type) < i) spec.get("types").at(i).complain("bad-value", "types", type, "each type once");
  });
  if (spec.get("stagedAction").value === "Delete") checkStagedDelete(spec);
}
function checkSelector(selector2) {
  const text = selector2.string() ?? "";
  const parse = parseSelector(text);
  if (!parse.ok) selector2.complain("bad-selector", text, String(parse.error.offset + 1), parse.error.expected);
}
function checkStagedDelete(spec) {
  for (const part4 of spec.entries() ?? []) {
    const isAllowed = ["stagedAction", "tier", "types"].includes(part4.name) || isZero(part4.value);
    if (!isAllowed) part4.complain("fields-exclude-each-other", part4.name, "stagedAction: Delete");
  }
}
function isZero(value2) {
  if (value2 === null || value2 === "" || value2 === false) return true;
  if (Array.isArray(value2)) return value2.length === 0;
  return isMapping(value2) && Object.keys(value2).length === 0;
}
function checkHostEndpoint(spec) {
  for (const ip of spec.get("expectedIPs").list() ?? []) {
    if (parseIp(ip.string() ?? "") === void 0) ip.complain("bad-value", "expectedIPs", shown(ip), "an address");
  }
  const face = spec.get("interfaceName");
  const name3 = face.string() ?? "";
  if (name3 !== "" && name3 !== "*" && !/^[a-zA-Z0-9_.-]{1,15}$/.test(name3)) {
    face.complain("bad-value", "interfaceName", name3, "an interface name, or *");
  }
}
function checkAnyNet(net) {
  if (parseNet(net.string() ?? "") === void 0) net.complain("bad-cidr", shown(net));
}
function checkGoRule(rule, direction, isGlobal) {
  for (const name3 of ["protocol", "notProtocol"]) checkProtocolName(rule.get(name3));
  checkServices(rule, direction, isGlobal);
  checkHttp(rule.get("http"), direction);
  for (const name3 of ["source", "destination"]) checkNamespaceSelector(rule.get(name3).get("namespaceSelector"));
  checkNets(rule);
}
var PROTOCOL2 = /^(?:TCP|UDP|ICMP|ICMPv6|SCTP|UDPLite|\d+)$/;
function checkProtocolName(protocol3) {
  const written = protocol3.stringOrNumber();
  if (typeof written === "string" && !PROTOCOL2.test(written)) protocol3.complain("bad-protocol", written);
}
function checkServices(rule, direction, isGlobal) {
  const [far, near] = direction === "egress" ? ["destination", "source"] : ["source", "destination"];
  const misplaced = rule.get(near).get("services");
  if (misplaced.present) misplaced.complain("fields-exclude-each-other", `${near}.services`, direction);
  const services = rule.get(far).get("services");
  const hasNamespace = (services.get("namespace").string() ?? "") !== "";
  if (isGlobal && services.present && !hasNamespace) services.get("namespace").complain("missing-field", "namespace");
}
function checkHttp(http, direction) {
  if (!http.present) return;
  if (direction === "egress") http.complain("fields-exclude-each-other", "http", "egress");
  const methods = http.get("methods").strings() ?? [];
  if (new Set(methods).size < methods.length)
    http.get("methods").complain("bad-value", "methods", methods.join(", "), "each method once");
  for (const path6 of http.get("paths").list() ?? []) {
    const [exact, prefix2] = [path6.get("exact").string() ?? "", path6.get("prefix").string() ?? ""];
    if (exact !== "" && prefix2 !== "") path6.complain("fields-exclude-each-other", "exact", "prefix");
    const text = exact === "" ? prefix2 : exact;
    if (!/^\/[^?# ]*$/.test(text))
      path6.complain("bad-value", "paths", text, "a path that starts with /, without ? and #");
  }
}
function checkNamespaceSelector(selector2) {
  const text = selector2.string() ?? "";
  if (text.includes("global(") && !/^[ \t]*global\([ \t]*\)[ \t]*$/.test(text)) {
    selector2.complain("bad-selector", text, "1", "global() alone");
  }
}
function checkNets(rule) {
  let family = rule.get("ipVersion").integer();
  for (const end2 of ["source", "destination"]) {
    for (const name3 of ["nets", "notNets"]) {
      for (const net of rule.get(end2).get(name3).list() ?? []) {
        const found = checkNet(net, name3 === "notNets");
        if (found !== void 0 && family !== void 0 && found !== family) {
          net.complain("bad-value", name3, shown(net), `IPv${String(family)} only`);
        }
        family ??= found;
      }
    }
  }
}
function checkNet(net, isNegated) {
  const text = net.string() ?? "";
  const cidr = parseCidr(text);
  if (cidr === void 0) net.complain("bad-cidr", shown(net));
  else if (cidr.hostBits) net.complain("cidr-host-bits", text, printCidr(cidr));
  else if (isNegated && cidr.prefix === 0) net.complain("bad-value", "notNets", text, "less than all addresses");
  return cidr?.family;
}

// src/convert/metadata-schema.ts
var anything = { is: "anything" };
var METADATA = {
  is: "mapping",
  fields: {
    name: anything,
    generateName: anything,
    namespace: anything,
    selfLink: anything,
    uid: anything,
    resourceVersion: anything,
    generation: anything,
    creationTimestamp: anything,
    deletionTimestamp: anything,
    deletionGracePeriodSeconds: anything,
    labels: anything,
    annotations: anything,
    ownerReferences: anything,
    finalizers: anything,
    managedFields: anything
  }
};

// src/convert/kubernetes-schema.ts
var LABEL_SELECTOR = {
  is: "mapping",
  fields: {
    matchLabels: { is: "text-map" },
    matchExpressions: {
      is: "list",
      of: {
        is: "mapping",
        required: ["key", "operator"],
        fields: {
          key: { is: "text" },
          operator: { is: "text", oneOf: ["In", "NotIn", "Exists", "DoesNotExist"] },
          values: { is: "list", of: { is: "text" } }
        }
      }
    }
  }
};
var ports2 = {
  is: "list",
  of: {
    is: "mapping",
    fields: { protocol: { is: "text" }, port: { is: "text-or-number" }, endPort: { is: "integer" } }
  }
};
var peers = {
  is: "list",
  of: {
    is: "mapping",
    fields: {
      podSelector: LABEL_SELECTOR,
      namespaceSelector: LABEL_SELECTOR,
      ipBlock: {
        is: "mapping",
        required: ["cidr"],
        fields: { cidr: { is: "text" }, except: { is: "list", of: { is: "text" } } }
      }
    }
  }
};
var rules = (peersField) => ({
  is: "list",
  of: { is: "mapping", fields: { [peersField]: peers, ports: ports2 } }
});
var KUBERNETES_SPEC = {
  podSelector: LABEL_SELECTOR,
  ingress: rules("from"),
  egress: rules("to"),
  policyTypes: { is: "list", of: { is: "text" }, most: 2 }
};
var NETWORK_POLICY = {
  is: "mapping",
  fields: {
    apiVersion: { is: "text" },
    kind: { is: "text" },
    metadata: METADATA,
    spec: {
      is: "mapping",
      fields: { ...KUBERNETES_SPEC, ingress: { is: "anything" }, egress: { is: "anything" } }
    }
  }
};

// src/convert/calico-schema.ts
var selector = { is: "text", longest: 1024 };
var texts2 = { is: "list", of: { is: "text" } };
var nets = { is: "list", of: { is: "text" }, most: 256 };
var ports3 = { is: "list", of: { is: "text-or-number" }, most: 50 };
var name = { is: "text", longest: 253 };
var icmp2 = {
  is: "mapping",
  fields: { type: { is: "integer", from: 0, to: 254 }, code: { is: "integer", from: 0, to: 255 } }
};
var entity2 = {
  is: "mapping",
  fields: {
    nets,
    notNets: nets,
    selector,
    notSelector: selector,
    namespaceSelector: selector,
    ports: ports3,
    notPorts: ports3,
    serviceAccounts: { is: "mapping", fields: { names: texts2, selector: { is: "text" } } },
    services: { is: "mapping", fields: { name, namespace: name } }
  }
};
var path = { is: "text", longest: 1024 };
var rules2 = {
  is: "list",
  most: 1024,
  of: {
    is: "mapping",
    required: ["action"],
    fields: {
      action: { is: "text", oneOf: ["Allow", "Deny", "Log", "Pass"] },
      ipVersion: { is: "integer", oneOf: [4, 6] },
      protocol: { is: "text-or-number" },
      notProtocol: { is: "text-or-number" },
      icmp: icmp2,
      notICMP: icmp2,
      source: entity2,
      destination: entity2,
      http: {
        is: "mapping",
        fields: {
          methods: { is: "list", of: { is: "text" }, most: 20 },
          paths: { is: "list", of: { is: "mapping", fields: { exact: path, prefix: path } }, most: 20 }
        }
      },
      metadata: { is: "mapping", fields: { annotations: { is: "text-map" } } }
    }
  }
};
var namespacedSpec = {
  tier: { is: "text" },
  order: { is: "number" },
  ingress: rules2,
  egress: rules2,
  selector,
  serviceAccountSelector: selector,
  types: { is: "list", of: { is: "text", oneOf: ["Ingress", "Egress"] }, most: 2, least: 1 },
  performanceHints: { is: "list", of: { is: "text", oneOf: ["AssumeNeededOnEveryNode"] } }
};
var globalSpec = {
  ...namespacedSpec,
  namespaceSelector: selector,
  applyOnForward: { is: "boolean" },
  doNotTrack: { is: "boolean" },
  preDNAT: { is: "boolean" }
};
var stagedAction = { is: "text", oneOf: ["Set", "Delete", "Learn", "Ignore"] };
var setSpec = { nets: texts2 };
var SPECS = /* @__PURE__ */ new Map([
  ["NetworkPolicy", namespacedSpec],
  ["GlobalNetworkPolicy", globalSpec],
  ["StagedNetworkPolicy", { ...namespacedSpec, stagedAction }],
  ["StagedGlobalNetworkPolicy", { ...globalSpec, stagedAction }],
  [
    "StagedKubernetesNetworkPolicy",
    { ...KUBERNETES_SPEC, policyTypes: { is: "list", of: { is: "text" }, most: 2, least: 1 }, stagedAction }
  ],
  ["Tier", { order: { is: "number" }, defaultAction: { is: "text", oneOf: ["Pass", "Deny"] } }],
  ["Profile", { ingress: rules2, egress: rules2, labelsToApply: { is: "text-map" } }],
  ["NetworkSet", setSpec],
  ["GlobalNetworkSet", setSpec],
  [
    "HostEndpoint",
    {
      node: { is: "text", longest: 253 },
      interfaceName: { is: "text", longest: 15 },
      expectedIPs: texts2,
      profiles: texts2,
      ports: {
        is: "list",
        of: {
          is: "mapping",
          required: ["name", "port", "protocol"],
          fields: {
            name: { is: "text" },
            port: { is: "integer", from: 1, to: 65535 },
            protocol: { is: "text-or-number" }
          }
        }
      }
    }
  ]
]);
var CALICO_SCHEMAS = new Map(
  [...SPECS].map(([kind, spec]) => [kind, kindSchema(kind, spec)])
);
function kindSchema(kind, spec) {
  const { egress, ingress, ...rest } = spec;
  const anything3 = { is: "anything" };
  const outside = {
    apiVersion: { is: "text" },
    kind: { is: "text" },
    metadata: METADATA,
    spec: {
      is: "mapping",
      fields: { ...rest, ...ingress && { ingress: anything3 }, ...egress && { egress: anything3 } }
    },
    ...kind === "Tier" ? { status: anything3 } : {}
  };
  return { outside: { is: "mapping", fields: outside }, ingress, egress };
}

// src/convert/match.ts
var NO_TEXTS = { selector: "", notSelector: "", namespaceSelector: "", serviceAccounts: "" };
function entityMatch(entity3, namespace) {
  const { positive, negative } = entityTexts({ ...NO_TEXTS, ...entity3.texts }, namespace);
  let selector2 = parseIfAny(positive);
  let notSelector = parseIfAny(negative);
  if (selector2 === "bad" || notSelector === "bad") return void 0;
  if (selector2 !== void 0 && notSelector !== void 0) {
    selector2 = parseIfAny(foldNegative(positive, negative));
    notSelector = void 0;
    if (selector2 === "bad") return void 0;
  }
  return {
    ...ANY_ENTITY,
    nets: unlessEmpty(entity3.nets),
    notNets: unlessEmpty(entity3.notNets),
    selector: selector2,
    notSelector,
    ports: entity3.ports,
    notPorts: entity3.notPorts,
    portScope: hasNames(entity3.ports) || hasNames(entity3.notPorts) ? selector2 : void 0,
    service: entity3.service
  };
}
var unlessEmpty = (items) => items?.length ? items : void 0;
var hasNames = (ports6) => ports6 !== void 0 && ports6.names.length > 0;
function parseIfAny(text) {
  if (text === "") return void 0;
  const parse = parseSelector(text);
  return parse.ok ? parse.value : "bad";
}

// src/convert/calico-rule.ts
var ICMP = 1;
var ICMPV6 = 58;
var ACTIONS = /* @__PURE__ */ new Map([
  ["Allow", "allow"],
  ["Deny", "deny"],
  ["Log", "log"],
  ["Pass", "pass"]
]);
function calicoRule(rule, written, namespace, findings) {
  const protocol3 = readProtocol(rule.get("protocol"), findings);
  const notProtocol = readProtocol(rule.get("notProtocol"), findings);
  const allowsPorts = (ports6) => portsAllowed(ports6, protocol3, findings);
  const match2 = {
    family: readFamily(rule.get("ipVersion"), findings) ?? protocol3?.family,
    protocol: protocol3?.number,
    notProtocol: notProtocol?.number,
    icmp: readIcmp(rule.get("icmp")),
    notIcmp: readIcmp(rule.get("notICMP")),
    source: readEntity(rule.get("source"), namespace, allowsPorts, findings),
    destination: readEntity(rule.get("destination"), namespace, allowsPorts, findings)
  };
  if (rule.get("http").present) findings.warnings.push(rule.get("http").diagnostic("condition-ignored", "http"));
  const uncertain2 = isOpenNotIcmp(match2) ? "notICMP without an ICMP protocol" : void 0;
  if (uncertain2 !== void 0) findings.warnings.push(rule.get("notICMP").diagnostic("field-not-modelled", "notICMP"));
  return { action: readAction(rule.get("action")), match: match2, at: rule.place, written, uncertain: uncertain2 };
}
var isOpenNotIcmp = ({ notIcmp, protocol: protocol3 }) => notIcmp !== void 0 && protocol3 !== ICMP && protocol3 !== ICMPV6;
function readAction(action2) {
  const known4 = ACTIONS.get(action2.string() ?? "");
  if (known4 === void 0) action2.complain(action2.present ? "bad-value" : "missing-field", "action", shown(action2));
  return known4 ?? "deny";
}
function readProtocol(protocol3, findings) {
  const written = protocol3.stringOrNumber();
  if (written === void 0) return void 0;
  const read = parseProtocol(written);
  if (read !== void 0) return read;
  const isDecodable = typeof written === "string" || written === 0;
  if (isDecodable) findings.dropsAt(protocol3, "bad-protocol", String(written));
  else protocol3.complain("bad-protocol", String(written));
  return void 0;
}
function readFamily(ipVersion, findings) {
  const version = ipVersion.integer();
  if (version === void 0 || version === 4 || version === 6) return version;
  findings.dropsAt(ipVersion, "bad-value", "ipVersion", String(version));
  return void 0;
}
function readIcmp(icmp4) {
  if (icmp4.entries() === void 0) return void 0;
  const [type, code2] = [icmp4.get("type").integer(), icmp4.get("code").integer()];
  return type === void 0 ? void 0 : { type, code: code2 };
}
function portsAllowed(ports6, protocol3, findings) {
  const list3 = ports6.list() ?? [];
  const needsProtocol = protocol3 === void 0 ? list3.some((port2) => parsePort(port2.stringOrNumber() ?? "")?.is === "range") : list3.length > 0 && !hasPorts(protocol3.number);
  if (needsProtocol) findings.dropsAt(ports6, "port-without-protocol");
}
function readEntity(entity3, namespace, checkPorts, findings) {
  if (entity3.entries() === void 0) return ANY_ENTITY;
  const text = (name3) => readSelector(entity3.get(name3), findings);
  for (const name3 of ["ports", "notPorts"]) checkPorts(entity3.get(name3));
  const read = {
    texts: {
      selector: text("selector"),
      notSelector: text("notSelector"),
      namespaceSelector: text("namespaceSelector"),
      serviceAccounts: readServiceAccounts(entity3.get("serviceAccounts"), findings)
    },
    nets: readNets(entity3.get("nets")),
    notNets: readNets(entity3.get("notNets")),
    ports: readPorts(entity3.get("ports"), findings),
    notPorts: readPorts(entity3.get("notPorts"), findings),
    service: readService(entity3.get("services"), findings)
  };
  return entityMatch(read, namespace) ?? ANY_ENTITY;
}
function readSelector(selector2, findings) {
  const text = selector2.string() ?? "";
  const parse = parseSelector(text);
  if (!parse.ok) findings.dropsAt(selector2, "bad-selector", text, String(parse.error.offset + 1), parse.error.expected);
  return text;
}
function readServiceAccounts(accounts, findings) {
  if (accounts.entries() === void 0) return "";
  const names3 = accounts.get("names").strings() ?? [];
  const text = serviceAccountsText(names3, readSelector(accounts.get("selector"), findings));
  if (text === "" && names3.length > 0) findings.report(accounts.get("names").diagnostic("condition-ignored", "names"));
  return text;
}
function readNets(nets2) {
  return (nets2.list() ?? []).flatMap((net) => {
    const text = net.string();
    const cidr = text === void 0 ? void 0 : parseNet(text);
    if (cidr === void 0) net.complain("bad-cidr", shown(net));
    return cidr ?? [];
  });
}
function readPorts(ports6, findings) {
  const read = (ports6.list() ?? []).flatMap((port2) => {
    const written = port2.stringOrNumber();
    const one = written === void 0 ? void 0 : parsePort(written);
    if (one === void 0) port2.complain("bad-port", shown(port2));
    const isGood = one === void 0 || (one.is === "range" ? one.from > 0 : isPortName(one.name));
    if (!isGood) findings.dropsAt(port2, "bad-port", shown(port2));
    return one === void 0 ? [] : [one];
  });
  return portMatch(read);
}
function readService(services, findings) {
  const name3 = services.entries() === void 0 ? void 0 : services.get("name").string();
  if (name3 === void 0 || name3 === "") return void 0;
  const namespace = services.get("namespace").string() ?? "";
  if (namespace === "") findings.warnings.push(services.diagnostic("service-without-namespace", name3));
  return `${namespace}/${name3}`;
}

// src/convert/everything.ts
var everything = parseSelector("");
var ALL = everything.ok ? everything.value : { text: "", tree: { is: "all" } };
function allOf(namespace) {
  if (namespace === void 0 || namespace === "") return ALL;
  const text = namespacedSubject(namespace, { selector: "", namespaceSelector: "", serviceAccountSelector: "" });
  const parse = parseSelector(text);
  return parse.ok ? parse.value : ALL;
}

// src/convert/calico.ts
var fieldOptions = (path6) => ({ anyCase: path6 === "api-server" });
var CALICO_POLICY_KINDS = /* @__PURE__ */ new Map([
  ["NetworkPolicy", "np"],
  ["GlobalNetworkPolicy", "gnp"],
  ["StagedNetworkPolicy", "snp"],
  ["StagedGlobalNetworkPolicy", "sgnp"]
]);
var isStaged = (kind) => kind === "snp" || kind === "sgnp" || kind === "sknp";
function calicoPolicy(manifest, kind, path6, findings) {
  const options2 = fieldOptions(path6);
  const spec = field(manifest, ["spec"], findings.report, options2);
  const namespace = kind === "np" || kind === "snp" ? manifest.namespace ?? "" : void 0;
  const directions = governedDirections(spec, path6);
  const rules4 = (direction) => {
    const list3 = field(manifest, ["spec", direction], findings.reportInRule, options2);
    const read = (list3.list() ?? []).map((rule, i) => calicoRule(rule, i, namespace, findings));
    if (directions.has(direction)) return read;
    if (read.length > 0) findings.warnings.push(list3.diagnostic("rules-without-type", direction));
    return void 0;
  };
  const subject = calicoSubject(spec, namespace, findings);
  return {
    id: { kind, namespace: namespace ?? "", name: manifest.name },
    tier: spec.get("tier").string() || "default",
    order: spec.get("order").number() ?? Infinity,
    staged: isStaged(kind) ? readStagedAction(spec) : void 0,
    subject,
    ingress: rules4("ingress"),
    egress: rules4("egress"),
    hook: kind === "gnp" || kind === "sgnp" ? readHook(spec) : "normal",
    at: { origin: manifest.origin, pointer: [] },
    unknown: void 0
  };
}
function calicoSubject(spec, namespace, findings) {
  const selector2 = readSelector(spec.get("selector"), findings);
  const [namespaceSelector, serviceAccountSelector] = ["namespaceSelector", "serviceAccountSelector"].map(
    (name3) => readWidening(spec.get(name3), findings)
  );
  const text = {
    selector: selector2,
    namespaceSelector: namespaceSelector ?? "",
    serviceAccountSelector: serviceAccountSelector ?? ""
  };
  const composed = namespace === void 0 ? globalSubject(text) : namespacedSubject(namespace, text);
  const parse = parseSelector(composed);
  if (parse.ok) return parse.value;
  if (findings.drops.length === 0) findings.dropsAt(spec.get("selector"), "bad-selector", selector2, "1", "a selector");
  return allOf(namespace);
}
function readWidening(selector2, findings) {
  const text = selector2.string() ?? "";
  if (parseSelector(text).ok) return text;
  findings.warnings.push(selector2.diagnostic("condition-ignored", selector2.name));
  return "";
}
function governedDirections(spec, path6) {
  const types = spec.get("types").strings() ?? [];
  if (types.length > 0) {
    const governs = (type) => types.includes(type);
    return /* @__PURE__ */ new Set([
      ...governs("Ingress") ? ["ingress"] : [],
      ...governs("Egress") ? ["egress"] : []
    ]);
  }
  if (path6 === "raw-crd") return /* @__PURE__ */ new Set(["ingress", "egress"]);
  const given = (direction) => {
    const list3 = spec.get(direction);
    return path6 === "native-crd" ? list3.value !== void 0 : (list3.list() ?? []).length > 0;
  };
  if (!given("egress")) return /* @__PURE__ */ new Set(["ingress"]);
  return new Set(given("ingress") ? ["ingress", "egress"] : ["egress"]);
}
var STAGED_ACTIONS = /* @__PURE__ */ new Map([
  ["Set", "set"],
  ["Delete", "delete"],
  ["Learn", "learn"],
  ["Ignore", "ignore"]
]);
function readStagedAction(spec) {
  const action2 = spec.get("stagedAction");
  const written = action2.string() ?? "";
  const known4 = written === "" ? "set" : STAGED_ACTIONS.get(written);
  if (known4 === void 0) action2.complain("bad-value", "stagedAction", written);
  return known4 ?? "set";
}
function readHook(spec) {
  if (spec.get("preDNAT").boolean()) return "pre-dnat";
  if (spec.get("doNotTrack").boolean()) return "untracked";
  return spec.get("applyOnForward").boolean() ? "forward-too" : "normal";
}
var DEFAULT_ORDER = 1e6;
function calicoTier(manifest, spec) {
  return {
    name: manifest.name,
    order: spec.get("order").number() ?? DEFAULT_ORDER,
    defaultAction: spec.get("defaultAction").string() === "Pass" ? "pass" : "deny",
    exists: true,
    at: { origin: manifest.origin, pointer: [] }
  };
}

// src/convert/schema.ts
function checkSchema(field2, schema, strictness) {
  if (field2.value === void 0) return;
  if (field2.isNull) {
    if (strictness.nulls === "refused" && schema.is !== "anything") field2.wrongType(WORDS2[schema.is]);
    return;
  }
  switch (schema.is) {
    case "anything":
      return;
    case "text":
      checkText(field2, schema);
      return;
    case "number":
      field2.number();
      return;
    case "boolean":
      field2.boolean();
      return;
    case "text-or-number":
      field2.stringOrNumber();
      return;
    case "integer":
      checkInteger(field2, schema);
      return;
    case "text-map":
      field2.stringMap();
      return;
    case "list":
      checkList(field2, schema, strictness);
      return;
    case "mapping":
      checkMapping(field2, schema, strictness);
  }
}
var WORDS2 = {
  text: "text",
  number: "a number",
  boolean: "true or false",
  "text-or-number": "text or a number",
  integer: "a whole number",
  list: "a list",
  mapping: "a mapping",
  "text-map": "a mapping"
};
function checkText(field2, { longest, oneOf: oneOf2 }) {
  const text = field2.string();
  if (text === void 0) return;
  if (longest !== void 0 && text.length > longest) {
    field2.complain("bad-value", field2.name, `${text.slice(0, 40)}…`, `at most ${String(longest)} characters`);
  }
  if (oneOf2 !== void 0 && !oneOf2.includes(text)) field2.complain("bad-value", field2.name, text, oneOf2.join(", "));
}
function checkInteger(field2, { from, oneOf: oneOf2, to }) {
  const number = field2.integer();
  if (number === void 0) return;
  const outside = from !== void 0 && number < from || to !== void 0 && number > to;
  if (outside) field2.complain("bad-value", field2.name, String(number), `${String(from)} to ${String(to)}`);
  if (oneOf2 !== void 0 && !oneOf2.includes(number)) {
    field2.complain("bad-value", field2.name, String(number), oneOf2.join(", "));
  }
}
function checkList(field2, schema, strictness) {
  const items = field2.list() ?? [];
  if (items.length > 0 || strictness.nulls === "refused") checkCount(field2, items.length, schema.least, schema.most);
  for (const item2 of items) checkSchema(item2, schema.of, strictness);
}
function checkMapping(field2, schema, strictness) {
  field2.onlyKnown(namesOf(schema), strictness.unknownField);
  const entries = field2.entries();
  if (entries === void 0) return;
  checkCount(field2, entries.length, schema.least, schema.most);
  for (const name3 of schema.required ?? []) field2.get(name3).require();
  for (const entry of entries) {
    const of2 = fieldSchema(schema, entry.name, strictness);
    if (of2 !== void 0) checkSchema(entry, of2, strictness);
  }
}
var names = /* @__PURE__ */ new WeakMap();
function namesOf(schema) {
  const known4 = names.get(schema) ?? new Set(Object.keys(schema.fields));
  names.set(schema, known4);
  return known4;
}
function fieldSchema({ fields }, name3, { unknownField }) {
  if (Object.hasOwn(fields, name3)) return fields[name3];
  if (unknownField === "unknown-field-pruned") return void 0;
  const folded2 = Object.keys(fields).find((one) => one.toLowerCase() === name3.toLowerCase());
  return folded2 === void 0 ? void 0 : fields[folded2];
}
function checkCount(field2, count3, least2 = 0, most = Infinity) {
  const expected2 = count3 < least2 ? `at least ${String(least2)}` : `at most ${String(most)}`;
  if (count3 < least2 || count3 > most) field2.complain("bad-value", field2.name, `${String(count3)} entries`, expected2);
}

// src/convert/admission-calico.ts
var STRICTNESS = {
  "api-server": { unknownField: "unknown-field", nulls: "absent" },
  "native-crd": { unknownField: "unknown-field-pruned", nulls: "refused" },
  "raw-crd": { unknownField: "unknown-field-pruned", nulls: "refused" }
};
function admitCalico(manifest, path6, findings) {
  const schema = CALICO_SCHEMAS.get(manifest.kind);
  if (schema === void 0) return;
  const options2 = fieldOptions(path6);
  const top = field(manifest, [], findings.report, options2);
  const inRule = (direction) => field(manifest, ["spec", direction], findings.reportInRule, options2);
  if (path6 === "native-crd" && top.get("spec").value === void 0) top.get("spec").require();
  checkSchema(top, schema.outside, STRICTNESS[path6]);
  for (const direction of DIRECTIONS) {
    const rules4 = schema[direction];
    if (rules4 !== void 0) checkSchema(inRule(direction), rules4, STRICTNESS[path6]);
  }
  if (findings.errors.length > 0) return;
  const spec = top.get("spec");
  const isGo = path6 === "api-server";
  checkSpec(manifest.kind, spec);
  for (const direction of DIRECTIONS) {
    const rules4 = hasCalicoRules(manifest.kind) ? inRule(direction).list() ?? [] : [];
    for (const rule of rules4) {
      checkRule(rule);
      if (isGo) checkGoRule(rule, direction, manifest.namespace === void 0);
    }
  }
  if (isGo) {
    checkCalicoMetadata(manifest, top.get("metadata"));
    checkGoSpec(manifest, spec);
  }
}
var hasCalicoRules = (kind) => kind === "Profile" || kind.endsWith("NetworkPolicy") && kind !== "StagedKubernetesNetworkPolicy";
var BUILT_IN = {
  "kube-admin": { order: 1e3, defaultAction: "Pass" },
  default: { order: 1e6, defaultAction: "Deny" },
  "kube-baseline": { order: 1e7, defaultAction: "Pass" }
};
function checkSpec(kind, spec) {
  if (kind === "Tier") checkTier(spec);
  if (kind === "HostEndpoint") checkHostEndpoint2(spec);
  if (!kind.endsWith("NetworkPolicy")) return;
  for (const name3 of ["selector", "serviceAccountSelector", "namespaceSelector"]) refuseGlobal(spec.get(name3));
  checkHooks(spec);
}
function checkTier(spec) {
  const name3 = String(tierName(spec));
  const pinned = Object.hasOwn(BUILT_IN, name3) ? BUILT_IN[name3] : void 0;
  if (pinned === void 0) return;
  const order = spec.get("order");
  const action2 = spec.get("defaultAction");
  if (order.number() !== pinned.order) order.complain("bad-value", "order", shown(order), String(pinned.order));
  if ((action2.string() ?? "Deny") !== pinned.defaultAction) {
    action2.complain("bad-value", "defaultAction", shown(action2), pinned.defaultAction);
  }
}
var tierName = (spec) => spec.place.origin.read(["metadata", "name"]);
function checkHostEndpoint2(spec) {
  if ((spec.get("node").string() ?? "") === "") spec.get("node").complain("missing-field", "node");
  const isFound = (spec.get("interfaceName").string() ?? "") !== "" || (spec.get("expectedIPs").list() ?? []).length > 0;
  if (!isFound) spec.complain("missing-field", "interfaceName or expectedIPs");
}
function refuseGlobal(selector2) {
  const text = selector2.string() ?? "";
  if (text.includes("global(")) selector2.complain("bad-selector", text, "1", "a selector without global()");
}
function checkHooks(spec) {
  const isOn = (name3) => spec.get(name3).boolean() === true;
  const [preDnat, untracked2] = [spec.get("preDNAT"), spec.get("doNotTrack")];
  if (isOn("preDNAT") && isOn("doNotTrack")) preDnat.complain("fields-exclude-each-other", "preDNAT", "doNotTrack");
  for (const hook of [preDnat, untracked2]) {
    if (isOn(hook.name) && !isOn("applyOnForward")) hook.complain("field-requires", hook.name, "applyOnForward: true");
  }
  if (!isOn("preDNAT")) return;
  if ((spec.get("egress").list() ?? []).length > 0) preDnat.complain("fields-exclude-each-other", "preDNAT", "egress");
  const types = spec.get("types").strings() ?? [];
  if (types.includes("Egress")) preDnat.complain("fields-exclude-each-other", "preDNAT", "types: Egress");
}
function checkRule(rule) {
  for (const name3 of ["icmp", "notICMP"]) checkIcmpCode(rule.get(name3));
  checkProtocol(rule);
  checkHttp2(rule);
  for (const name3 of ["source", "destination"]) checkEntity(rule.get(name3));
  const destination2 = rule.get("destination");
  const ports6 = ["ports", "notPorts"].find((name3) => (destination2.get(name3).list() ?? []).length > 0);
  if (destination2.get("services").present && ports6 !== void 0) {
    destination2.get("services").complain("fields-exclude-each-other", "services", ports6);
  }
}
function checkIcmpCode(icmp4) {
  if (icmp4.get("code").present && !icmp4.get("type").present) icmp4.get("code").complain("field-requires", "code", "type");
}
var isOneOf = (protocol3, ...values) => values.some((value2) => value2 === protocol3.value || String(value2) === protocol3.value);
function checkProtocol(rule) {
  const protocol3 = rule.get("protocol");
  if (rule.get("icmp").present && !isOneOf(protocol3, "ICMP", "ICMPv6", 1, 58)) {
    rule.get("icmp").complain("field-requires", "icmp", "protocol: ICMP, ICMPv6");
  }
  const version = rule.get("ipVersion");
  if (!version.present) return;
  for (const one of [protocol3, rule.get("notProtocol")]) {
    if (isOneOf(one, "ICMP", 1) && version.value !== 4) one.complain("field-requires", one.name, "ipVersion: 4");
    if (isOneOf(one, "ICMPv6", 58) && version.value !== 6) one.complain("field-requires", one.name, "ipVersion: 6");
  }
}
function checkHttp2(rule) {
  const http = rule.get("http");
  if (!http.present) return;
  if (rule.get("action").value !== "Allow") http.complain("field-requires", "http", "action: Allow");
  const protocol3 = rule.get("protocol");
  if (protocol3.present && !isOneOf(protocol3, "TCP", 6)) http.complain("field-requires", "http", "protocol: TCP");
}
function checkEntity(entity3) {
  refuseGlobal(entity3.get("selector"));
  const services = entity3.get("services");
  if (!services.present) return;
  if ((services.get("name").string() ?? "") === "") services.get("name").complain("missing-field", "name");
  const isGiven = (name3) => {
    const value2 = entity3.get(name3).value;
    return Array.isArray(value2) ? value2.length > 0 : entity3.get(name3).present && value2 !== "";
  };
  for (const name3 of ["selector", "notSelector", "namespaceSelector", "serviceAccounts", "nets", "notNets"]) {
    if (isGiven(name3)) services.complain("fields-exclude-each-other", "services", name3);
  }
}

// src/convert/cluster.ts
var ignore5 = () => void 0;
var part3 = (manifest, ...pointer) => field(manifest, pointer, ignore5);
function clusterOf(manifests, report2, applyPath = "api-server") {
  const superseded = supersededByTwin(manifests);
  const all = manifests.filter((manifest) => !superseded.has(manifest));
  for (const manifest of all) complaintsAbout(manifest, applyPath).forEach(report2);
  const core = (kind) => all.filter((one) => one.group === "" && one.kind === kind);
  const calico = (kind) => all.filter(
    (one) => one.kind === kind && (one.group === "projectcalico.org" || one.group === "crd.projectcalico.org")
  );
  const profiles = profilesOf(all);
  const withRules = profilesWithRules(calico("Profile"));
  const sets = [...calico("NetworkSet"), ...calico("GlobalNetworkSet")];
  return {
    namespaces: new Map(core("Namespace").map((namespace) => [namespace.name, labelsOf(namespace)])),
    ...workloadsOf(all, core("Pod"), profiles),
    hostEndpoints: calico("HostEndpoint").map((manifest) => hostEndpoint(manifest, profiles, withRules)),
    sets: sets.map((manifest) => networkSet(manifest, profiles)),
    services: backendsOf(all, core("Pod").filter(isRunning)),
    nodes: core("Node").map(clusterNode),
    pools: calico("IPPool").flatMap((pool) => parseNet(part3(pool, "spec", "cidr").string() ?? "") ?? []),
    settings: settingsOf2(calico("FelixConfiguration"), calico("ClusterInformation")),
    network: hostNetworkOf({
      felix: calico("FelixConfiguration"),
      bgp: calico("BGPConfiguration"),
      pools: calico("IPPool"),
      services: core("Service")
    })
  };
}
var CHECKED = /* @__PURE__ */ new Set(["NetworkSet", "GlobalNetworkSet", "HostEndpoint", "Profile"]);
var NONE2 = [];
var complaints = /* @__PURE__ */ new WeakMap();
function complaintsAbout(manifest, applyPath) {
  const isCalico = manifest.group.endsWith("projectcalico.org");
  if (!isCalico || !CHECKED.has(manifest.kind) || manifest.origin.fromCluster) return NONE2;
  const known4 = complaints.get(manifest);
  if (known4 !== void 0) return known4;
  const findings = new Findings();
  admitCalico(manifest, manifest.group === "projectcalico.org" ? applyPath : "raw-crd", findings);
  const found = [...findings.errors, ...findings.warnings];
  complaints.set(manifest, found);
  return found;
}
var isRunning = (pod) => !["Succeeded", "Failed", "Completed"].includes(part3(pod, "status", "phase").string() ?? "");
function workloadsOf(all, pods2, profiles) {
  const controllers = controllersOf(all);
  const workloads2 = [];
  const hostPods = [];
  const seen = /* @__PURE__ */ new Set();
  const add = (one) => {
    if ("is" in one) workloads2.push(one);
    else hostPods.push(one);
  };
  for (const pod of pods2) {
    const one = isHostNetworked(part3(pod, "spec")) ? hostPod(pod, controllers) : podWorkload(pod, profiles, controllers);
    seen.add(ownerKey(one.namespace, one.owner));
    add(one);
  }
  for (const manifest of all) {
    const template = templateWorkload(manifest, profiles);
    if (template !== void 0 && !seen.has(ownerKey(template.namespace, template.owner))) add(template);
  }
  return { workloads: workloads2, hostPods };
}
function networkSet(manifest, profiles) {
  const { namespace, name: name3, origin: origin2 } = manifest;
  const own = labelsOf(manifest);
  const labels = namespace === void 0 ? own : withInherited(
    new Map([...own, ["projectcalico.org/namespace", namespace]]),
    [namespaceProfile(namespace)],
    profiles
  );
  const nets2 = part3(manifest, "spec", "nets").list() ?? [];
  return {
    is: "network-set",
    namespace,
    name: name3,
    labels: { labels, complete: true },
    nets: nets2.flatMap((net) => parseNet(net.string() ?? "") ?? []),
    at: { origin: origin2, pointer: [] }
  };
}
function hostEndpoint(manifest, profiles, withRules) {
  const spec = part3(manifest, "spec");
  const names3 = spec.get("profiles").strings() ?? [];
  return {
    is: "host",
    name: manifest.name,
    node: spec.get("node").string() ?? "",
    interfaceName: spec.get("interfaceName").string() || void 0,
    labels: { labels: withInherited(labelsOf(manifest), names3, profiles), complete: true },
    expectedIps: (spec.get("expectedIPs").list() ?? []).flatMap((one) => parseIp(one.string() ?? "") ?? []),
    profiles: names3,
    profile: hostProfile(names3, profiles, withRules),
    ports: (spec.get("ports").list() ?? []).flatMap((port2) => {
      const protocol3 = kubernetesProtocol((port2.get("protocol").string() ?? "").toUpperCase());
      const [portName, number] = [port2.get("name").string(), port2.get("port").integer()];
      return protocol3 === void 0 || portName === void 0 || number === void 0 ? [] : [{ name: portName, protocol: protocol3, port: number }];
    }),
    at: { origin: manifest.origin, pointer: [] }
  };
}
var NODE_ANNOTATIONS = [
  "IPv4Address",
  "IPv6Address",
  "IPv4IPIPTunnelAddr",
  "IPv4VXLANTunnelAddr",
  "IPv6VXLANTunnelAddr",
  "IPv4WireguardInterfaceAddr",
  "IPv6WireguardInterfaceAddr"
].map((name3) => `projectcalico.org/${name3}`);
function clusterNode(manifest) {
  const annotations = metadataOf(manifest).get("annotations");
  const status = (part3(manifest, "status", "addresses").list() ?? []).map((one) => one.get("address").string() ?? "");
  const annotated = NODE_ANNOTATIONS.map((name3) => (annotations.get(name3).string() ?? "").replace(/\/\d+$/, ""));
  const addresses = [];
  for (const text of [...status, ...annotated]) {
    const ip = parseIp(text);
    if (ip !== void 0 && !addresses.some((one) => one.family === ip.family && one.value === ip.value))
      addresses.push(ip);
  }
  return { name: manifest.name, labels: labelsOf(manifest), addresses, ...nodeFacts(manifest) };
}
function settingsOf2(felix, information) {
  const byName = (manifests) => manifests.find(({ name: name3 }) => name3 === "default");
  const [configuration, info] = [byName(felix), byName(information)];
  const spec = configuration === void 0 ? void 0 : part3(configuration, "spec");
  return {
    calicoVersion: info === void 0 ? void 0 : part3(info, "spec", "calicoVersion").string(),
    nftables: spec?.get("nftablesMode").string() !== "Disabled",
    bpf: spec?.get("bpfEnabled").boolean() === true,
    endpointToHost: spec?.get("defaultEndpointToHostAction").string()?.toLowerCase() === "drop" ? "deny" : "allow"
  };
}

// src/convert/admission-cluster.ts
var STRICTNESS2 = { unknownField: "unknown-field-pruned", nulls: "refused" };
var port = { is: "integer", from: 1, to: 65535 };
var protocol = {
  is: "mapping",
  least: 1,
  fields: {
    destinationPort: {
      is: "mapping",
      least: 1,
      most: 1,
      fields: {
        number: port,
        range: { is: "mapping", required: ["start", "end"], fields: { start: port, end: port } }
      }
    }
  }
};
var protocols = {
  is: "list",
  least: 1,
  most: 25,
  of: {
    is: "mapping",
    least: 1,
    most: 1,
    fields: { tcp: protocol, udp: protocol, sctp: protocol, destinationNamedPort: { is: "text" } }
  }
};
var pods = {
  is: "mapping",
  required: ["podSelector"],
  fields: { namespaceSelector: LABEL_SELECTOR, podSelector: LABEL_SELECTOR }
};
var selects2 = { namespaces: LABEL_SELECTOR, pods };
var texts3 = { is: "list", of: { is: "text" }, least: 1, most: 25 };
var farPeers = { ...selects2, networks: texts3, nodes: LABEL_SELECTOR, domainNames: texts3 };
var rules3 = (peers2, fields) => ({
  is: "list",
  most: 25,
  of: {
    is: "mapping",
    required: ["action", peers2],
    fields: {
      name: { is: "text", longest: 100 },
      action: { is: "text", oneOf: ["Accept", "Deny", "Pass"] },
      [peers2]: { is: "list", of: { is: "mapping", fields, least: 1, most: 1 }, least: 1, most: 25 },
      protocols
    }
  }
});
var RULES = { ingress: rules3("from", selects2), egress: rules3("to", farPeers) };
var OUTSIDE = {
  is: "mapping",
  required: ["metadata", "spec"],
  fields: {
    apiVersion: { is: "text" },
    kind: { is: "text" },
    metadata: METADATA,
    status: { is: "anything" },
    spec: {
      is: "mapping",
      required: ["tier", "priority", "subject"],
      fields: {
        tier: { is: "text", oneOf: ["Admin", "Baseline"] },
        priority: { is: "integer", from: 0, to: 1e3 },
        subject: { is: "mapping", fields: selects2, least: 1, most: 1 },
        ingress: { is: "anything" },
        egress: { is: "anything" }
      }
    }
  }
};
function admitClusterPolicy(manifest, findings) {
  checkSchema(field(manifest, [], findings.report), OUTSIDE, STRICTNESS2);
  for (const direction of DIRECTIONS) {
    const list3 = field(manifest, ["spec", direction], findings.reportInRule);
    checkSchema(list3, RULES[direction], STRICTNESS2);
    for (const rule of list3.list() ?? []) checkRule2(rule);
  }
}
function checkRule2(rule) {
  const protocols2 = rule.get("protocols").list() ?? [];
  for (const one of protocols2)
    for (const name3 of ["tcp", "udp", "sctp"]) checkRange(one.get(name3).get("destinationPort").get("range"));
  const named2 = protocols2.find((one) => one.get("destinationNamedPort").present);
  for (const peer of rule.get("to").list() ?? []) {
    for (const net of peer.get("networks").list() ?? []) {
      if (parseCidr(net.string() ?? "") === void 0) net.complain("bad-cidr", shown(net));
    }
    const far = ["networks", "nodes", "domainNames"].find((name3) => peer.get(name3).present);
    if (named2 !== void 0 && far !== void 0)
      named2.complain("fields-exclude-each-other", "destinationNamedPort", far);
    if (peer.get("domainNames").present && rule.get("action").value !== "Accept") {
      peer.get("domainNames").complain("field-requires", "domainNames", "action: Accept");
    }
  }
}
function checkRange(range3) {
  const [start, end2] = [range3.get("start").integer(), range3.get("end").integer()];
  if (start !== void 0 && end2 !== void 0 && start >= end2)
    range3.complain("bad-port", `${String(start)}:${String(end2)}`);
}

// src/convert/admission-kubernetes.ts
var STRICTNESS3 = { unknownField: "unknown-field-pruned", nulls: "absent" };
function admitKubernetes(manifest, findings) {
  const top = field(manifest, [], findings.report);
  checkSchema(top, NETWORK_POLICY, STRICTNESS3);
  checkMetadata(manifest, top.get("metadata"));
  admitKubernetesSpec(manifest, findings);
}
function admitKubernetesSpec(manifest, findings) {
  const spec = field(manifest, ["spec"], findings.report);
  for (const direction of DIRECTIONS) {
    const rules4 = field(manifest, ["spec", direction], findings.reportInRule);
    const schema = KUBERNETES_SPEC[direction];
    if (schema !== void 0) checkSchema(rules4, schema, STRICTNESS3);
    const peers2 = direction === "ingress" ? "from" : "to";
    for (const rule of rules4.list() ?? []) {
      for (const port2 of rule.get("ports").list() ?? []) checkPort(port2);
      for (const peer of rule.get(peers2).list() ?? []) checkPeer(peer);
    }
  }
  checkLabelSelector(spec.get("podSelector"));
  for (const type of spec.get("policyTypes").list() ?? []) {
    if (type.value !== "Ingress" && type.value !== "Egress") {
      type.complain("bad-value", "policyTypes", shown(type), "Ingress, Egress");
    }
  }
}
function checkMetadata(manifest, metadata) {
  const { name: name3, namespace } = manifest;
  if (!isSubdomain(name3))
    metadata.get("name").complain("bad-value", "name", name3, "lower-case letters, digits, hyphens and dots");
  if (namespace !== void 0 && !isDnsLabel(namespace)) {
    metadata.get("namespace").complain("bad-value", "namespace", namespace, "lower-case letters, digits and hyphens");
  }
  checkLabels(metadata.get("labels"));
}
function checkLabels(labels) {
  for (const label of labels.entries() ?? []) {
    const value2 = label.isNull ? "" : label.string();
    const isLabel = isLabelKey(label.name) && isLabelValue(value2 ?? "");
    if (!isLabel) label.complain("bad-value", label.name, value2 ?? "", "a label");
  }
}
function checkLabelSelector(selector2) {
  checkLabels(selector2.get("matchLabels"));
  for (const expression of selector2.get("matchExpressions").list() ?? []) checkExpression(expression);
}
function checkExpression(expression) {
  const [key, operator, values] = [expression.get("key"), expression.get("operator"), expression.get("values")];
  const list3 = values.list() ?? [];
  const isSet = operator.value === "In" || operator.value === "NotIn";
  if (isSet && list3.length === 0) values.complain("missing-field", "values");
  if (!isSet && list3.length > 0) {
    values.complain("fields-exclude-each-other", "values", `operator: ${shown(operator)}`);
  }
  if (key.present && !isLabelKey(key.string() ?? "")) key.complain("bad-value", "key", shown(key), "a label name");
  for (const value2 of list3) {
    if (!isLabelValue(value2.string() ?? "")) value2.complain("bad-value", "values", shown(value2), "a label value");
  }
}
var isPort = (port2) => port2 >= 1 && port2 <= 65535;
function checkPort(entry) {
  const protocol3 = entry.get("protocol").string();
  if (protocol3 !== void 0 && !["TCP", "UDP", "SCTP"].includes(protocol3)) {
    entry.get("protocol").complain("bad-protocol", protocol3);
  }
  const port2 = entry.get("port").stringOrNumber();
  const isGood = port2 === void 0 || (typeof port2 === "number" ? isPort(port2) : isPortName(port2));
  if (!isGood) entry.get("port").complain("bad-port", String(port2));
  const end2 = entry.get("endPort");
  const last2 = end2.integer();
  if (last2 === void 0) return;
  if (typeof port2 !== "number") end2.complain("field-requires", "endPort", "port: a number");
  else if (last2 < port2 || !isPort(last2)) end2.complain("bad-port", `${String(port2)}:${String(last2)}`);
}
function checkPeer(peer) {
  const [block, pods2, namespaces] = [peer.get("ipBlock"), peer.get("podSelector"), peer.get("namespaceSelector")];
  const selects3 = pods2.present || namespaces.present;
  if (!block.present && !selects3) peer.complain("missing-field", "podSelector, namespaceSelector or ipBlock");
  if (block.present && selects3) {
    block.complain("fields-exclude-each-other", "ipBlock", pods2.present ? "podSelector" : "namespaceSelector");
  }
  checkLabelSelector(pods2);
  checkLabelSelector(namespaces);
  if (block.present) checkBlock(block);
}
function checkBlock(block) {
  const cidr = readCidr(block.get("cidr"));
  for (const exception of block.get("except").list() ?? []) {
    const hole = readCidr(exception);
    const isWithin2 = cidr === void 0 || hole === void 0 || hole.family === cidr.family && hole.prefix > cidr.prefix && cidr.first <= hole.first && hole.last <= cidr.last;
    if (!isWithin2) exception.complain("bad-value", "except", shown(exception), "a part of cidr");
  }
}
function readCidr(net) {
  const cidr = parseCidr(net.string() ?? "");
  if (cidr === void 0 && (net.present || net.name === "cidr")) net.complain("bad-cidr", shown(net));
  return cidr;
}

// src/convert/label-selector.ts
var OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];
function readLabelSelector(selector2) {
  if (selector2.entries() === void 0) return void 0;
  return {
    matchLabels: selector2.get("matchLabels").stringMap() ?? /* @__PURE__ */ new Map(),
    matchExpressions: (selector2.get("matchExpressions").list() ?? []).flatMap(readExpression)
  };
}
function readExpression(expression) {
  const key = expression.get("key").string();
  const written = expression.get("operator").string();
  const operator = OPERATORS.find((one) => one === written);
  if (key === void 0) expression.get("key").complain("missing-field", "key");
  if (operator === void 0) expression.get("operator").complain("bad-value", "operator", written ?? "");
  if (key === void 0 || operator === void 0) return [];
  return [{ key, operator, values: expression.get("values").strings() ?? [] }];
}

// src/convert/port-groups.ts
var NO_PORTS = "no-ports";
var ANY = { protocol: void 0, ports: void 0 };
function portGroups(entries) {
  if (entries.length === 0) return [ANY];
  const byProtocol = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    if (entry === void 0) return void 0;
    if (entry.protocol === "" && entry.port === NO_PORTS) return [ANY];
    byProtocol.set(entry.protocol, joined(byProtocol.get(entry.protocol) ?? [], entry.port));
  }
  const groups = [...byProtocol].sort(([a], [b]) => byText(a, b)).map(([name3, ports6]) => {
    const protocol3 = name3 === "" ? void 0 : parseProtocol(name3)?.number;
    const isKnown3 = name3 === "" || protocol3 !== void 0;
    return isKnown3 ? { protocol: protocol3, ports: ports6 === NO_PORTS ? void 0 : simplified(ports6) } : void 0;
  });
  const known4 = groups.filter((group) => group !== void 0);
  return known4.length === groups.length ? known4 : void 0;
}
var joined = (ports6, port2) => ports6 === NO_PORTS || port2 === NO_PORTS ? NO_PORTS : [...ports6, port2];
function simplified(ports6) {
  const match2 = portMatch(ports6);
  return match2 && { ranges: simplify(match2.ranges), names: [...new Set(match2.names)] };
}

// src/convert/kubernetes.ts
var ORDER = 1e3;
function kubernetesPolicy(manifest, how, findings) {
  const spec = field(manifest, ["spec"], findings.report);
  const namespace = manifest.namespace ?? "";
  const directions = governed(spec, how.defaultTypes);
  const rules4 = (direction) => {
    const list3 = field(manifest, ["spec", direction], findings.reportInRule);
    const read = (list3.list() ?? []).flatMap((rule, i) => kubernetesRule(rule, i, direction, namespace, how, findings));
    if (directions.includes(direction)) return read;
    if (read.length > 0) findings.warnings.push(list3.diagnostic("rules-without-type", direction));
    return void 0;
  };
  return {
    id: { kind: how.kind, namespace, name: manifest.name },
    tier: "default",
    order: ORDER,
    staged: how.staged,
    subject: kubernetesSubject(spec, namespace, findings),
    ingress: rules4("ingress"),
    egress: rules4("egress"),
    hook: "normal",
    at: { origin: manifest.origin, pointer: [] },
    unknown: void 0
  };
}
var TYPE_OF = { ingress: "Ingress", egress: "Egress" };
function governed(spec, defaults3) {
  const types = spec.get("policyTypes").strings() ?? [];
  const directions = DIRECTIONS.filter((direction) => types.includes(TYPE_OF[direction]));
  if (directions.length > 0) return directions;
  const egress = spec.get("egress");
  const hasEgress = defaults3 === "native-crd" ? egress.value !== void 0 : (egress.list() ?? []).length > 0;
  return types.length === 0 && hasEgress && defaults3 !== "ingress" ? DIRECTIONS : ["ingress"];
}
function kubernetesSubject(spec, namespace, findings) {
  const selector2 = podSelectorText(readLabelSelector(spec.get("podSelector")));
  const parse = parseSelector(
    namespacedSubject(namespace, { selector: selector2, namespaceSelector: "", serviceAccountSelector: "" })
  );
  if (parse.ok) return parse.value;
  findings.dropsAt(
    spec.get("podSelector"),
    "bad-selector",
    selector2,
    String(parse.error.offset + 1),
    parse.error.expected
  );
  return allOf(namespace);
}
function kubernetesRule(rule, written, direction, namespace, how, findings) {
  const ports6 = rule.get("ports");
  const groups = portGroups((ports6.list() ?? []).map(readPort2));
  if (groups === void 0) {
    if (how.badRule === "drops-policy") findings.dropsAt(ports6, "rule-refused");
    else findings.warnings.push(ports6.diagnostic("rule-dropped", String(written + 1)));
    return [];
  }
  const peers2 = rule.get(direction === "ingress" ? "from" : "to").list() ?? [];
  const matches2 = peers2.length === 0 ? [ANY_ENTITY] : peers2.map((peer) => readPeer(peer, namespace, findings));
  return groups.flatMap(
    (group) => matches2.map((peer, i) => ({
      action: "allow",
      match: directed(direction, peer, group),
      at: rule.place,
      written,
      peer: peers2.length === 0 ? void 0 : i,
      uncertain: void 0
    }))
  );
}
function directed(direction, peer, { protocol: protocol3, ports: ports6 }) {
  const [source2, other] = direction === "ingress" ? [peer, ANY_ENTITY] : [ANY_ENTITY, peer];
  const named2 = ports6 !== void 0 && ports6.names.length > 0;
  const destination2 = { ...other, ports: ports6, portScope: named2 ? other.selector : void 0 };
  return {
    family: void 0,
    protocol: protocol3,
    notProtocol: void 0,
    icmp: void 0,
    notIcmp: void 0,
    source: source2,
    destination: destination2
  };
}
function readPort2(entry) {
  const protocol3 = entry.get("protocol").string() ?? "TCP";
  const [from, to] = [entry.get("port").stringOrNumber(), entry.get("endPort").integer()];
  if (from === void 0 || from === "") return { protocol: protocol3, port: NO_PORTS };
  const port2 = parsePort(to === void 0 ? from : `${String(from)}:${String(to)}`);
  return port2 === void 0 ? void 0 : { protocol: protocol3, port: port2 };
}
function readPeer(peer, namespace, findings) {
  const block = peer.get("ipBlock");
  const read = block.present ? { ...readBlock(block) } : { texts: readPods(peer) };
  const match2 = entityMatch(read, namespace);
  if (match2 === void 0) findings.dropsAt(peer, "bad-selector", "", "1", "labels");
  return match2 ?? ANY_ENTITY;
}
var readPods = (peer) => ({
  selector: podSelectorText(readLabelSelector(peer.get("podSelector"))),
  namespaceSelector: namespaceSelectorText(readLabelSelector(peer.get("namespaceSelector")))
});
function readBlock(block) {
  const read = (net) => {
    const text = net.string();
    const cidr = text === void 0 ? void 0 : parseCidr(text);
    if (cidr === void 0) net.complain("bad-cidr", shown(net));
    return cidr ?? [];
  };
  return { nets: [block.get("cidr")].flatMap(read), notNets: (block.get("except").list() ?? []).flatMap(read) };
}

// src/convert/cluster-policy.ts
var DENY_AND_PASS = [
  ["Deny", "deny"],
  ["Pass", "pass"]
];
var CLUSTER_NETWORK_POLICY = {
  kind: "kcnp",
  actions: new Map([["Accept", "allow"], ...DENY_AND_PASS]),
  tier: (spec) => {
    const tier = spec.get("tier").string();
    return tier === "Admin" ? "kube-admin" : tier === "Baseline" ? "kube-baseline" : void 0;
  },
  order: (spec) => spec.get("priority").integer(),
  ports: (rule) => (rule.get("protocols").list() ?? []).map(readProtocol2)
};
var ADMIN_NETWORK_POLICY = {
  kind: "kanp",
  actions: new Map([["Allow", "allow"], ...DENY_AND_PASS]),
  tier: () => "adminnetworkpolicy",
  order: (spec) => spec.get("priority").integer(),
  ports: (rule) => (rule.get("ports").list() ?? []).map(readLegacyPort)
};
var BASELINE_ADMIN_NETWORK_POLICY = {
  ...ADMIN_NETWORK_POLICY,
  kind: "kbanp",
  actions: /* @__PURE__ */ new Map([
    ["Allow", "allow"],
    ["Deny", "deny"]
  ]),
  tier: () => "baselineadminnetworkpolicy",
  order: () => 1e3
};
function clusterPolicy(manifest, api, findings) {
  const spec = field(manifest, ["spec"], findings.report);
  const [tier, order] = [api.tier(spec), api.order(spec)];
  if (tier === void 0) spec.get("tier").complain("bad-value", "tier", shown(spec.get("tier")));
  if (order === void 0) spec.get("priority").complain("missing-field", "priority");
  const rules4 = (direction) => {
    const list3 = field(manifest, ["spec", direction], findings.reportInRule).list() ?? [];
    return list3.flatMap((rule, i) => clusterRule(rule, i, direction, api, findings));
  };
  const [ingress, egress] = [rules4("ingress"), rules4("egress")];
  const none = ingress.length + egress.length === 0;
  return {
    id: { kind: api.kind, namespace: "", name: manifest.name },
    tier: tier ?? "",
    order: order ?? Infinity,
    staged: void 0,
    subject: clusterSubject(spec.get("subject"), findings),
    ingress: none || ingress.length > 0 ? ingress : void 0,
    egress: none || egress.length > 0 ? egress : void 0,
    hook: "normal",
    at: { origin: manifest.origin, pointer: [] },
    unknown: void 0
  };
}
function clusterSubject(subject, findings) {
  const [namespaces, pods2] = [subject.get("namespaces"), subject.get("pods")];
  if (!namespaces.present && !pods2.present) subject.complain("missing-field", "subject");
  const texts4 = namespaces.present ? { ...readNamespaces(namespaces), selector: podSelectorText(void 0) } : readPods2(pods2);
  const text = globalSubject({ ...texts4, serviceAccountSelector: "" });
  const parse = parseSelector(text);
  if (parse.ok) return parse.value;
  findings.dropsAt(subject, "bad-selector", text, String(parse.error.offset + 1), parse.error.expected);
  return ALL;
}
var readNamespaces = (namespaces) => ({
  selector: "",
  namespaceSelector: namespaceSelectorText(readLabelSelector(namespaces))
});
var readPods2 = (pods2) => ({
  selector: podSelectorText(readLabelSelector(pods2.get("podSelector"))),
  namespaceSelector: namespaceSelectorText(readLabelSelector(pods2.get("namespaceSelector"))) || "all()"
});
function clusterRule(rule, written, direction, api, findings) {
  const at2 = rule.place;
  const action2 = api.actions.get(rule.get("action").string() ?? "");
  if (action2 === void 0) rule.get("action").complain("bad-value", "action", shown(rule.get("action")));
  const groups = portGroups(api.ports(rule));
  const peers2 = (rule.get(direction === "ingress" ? "from" : "to").list() ?? []).map(
    (peer) => readPeer2(peer, direction)
  );
  const matches2 = peers2.filter((peer) => peer !== void 0);
  if (action2 !== void 0 && groups !== void 0 && matches2.length === peers2.length) {
    return expanded(groups, matches2, direction).map(({ match: match2, peer }) => ({
      action: action2,
      match: match2,
      at: at2,
      written,
      peer,
      uncertain: void 0
    }));
  }
  const failsClosed = action2 === "deny" || action2 === "pass";
  findings.warnings.push(rule.diagnostic(failsClosed ? "rule-becomes-deny-all" : "rule-dropped", String(written + 1)));
  const anything3 = directed(direction, ANY_ENTITY, { protocol: void 0, ports: void 0 });
  return failsClosed ? [{ action: "deny", match: anything3, at: at2, written, uncertain: void 0 }] : [];
}
function expanded(groups, peers2, direction) {
  return groups.flatMap((group) => peers2.map((one, peer) => ({ match: directed(direction, one, group), peer })));
}
function readPeer2(peer, direction) {
  const [namespaces, pods2, networks] = [peer.get("namespaces"), peer.get("pods"), peer.get("networks")];
  if (pods2.present) return entityMatch({ texts: readPods2(pods2) }, void 0);
  const nets2 = direction === "egress" ? (networks.list() ?? []).map(readCidr2) : [];
  const known4 = nets2.filter((net) => net !== void 0);
  if (known4.length < nets2.length) return void 0;
  if (nets2.length > 0) return entityMatch({ nets: known4 }, void 0);
  return namespaces.present ? entityMatch({ texts: readNamespaces(namespaces) }, void 0) : void 0;
}
var readCidr2 = (net) => parseCidr(net.string() ?? "");
function readProtocol2(entry) {
  for (const [name3, protocol3] of [
    ["tcp", "TCP"],
    ["udp", "UDP"],
    ["sctp", "SCTP"]
  ]) {
    if (!entry.get(name3).present) continue;
    const port2 = entry.get(name3).get("destinationPort");
    const number = port2.get("number").integer();
    return wirePort(protocol3, number === 0 ? void 0 : number, port2.get("range"));
  }
  const named2 = entry.get("destinationNamedPort").string() ?? "";
  return { protocol: "", port: named2 === "" ? NO_PORTS : { is: "name", name: named2 } };
}
function readLegacyPort(entry) {
  const [number, range3] = [entry.get("portNumber"), entry.get("portRange")];
  if (number.present)
    return wirePort(number.get("protocol").string() || "TCP", number.get("port").integer(), number.get("range"));
  if (range3.present) return wirePort(range3.get("protocol").string() || "TCP", void 0, range3);
  return { protocol: "", port: NO_PORTS };
}
function wirePort(protocol3, number, range3) {
  if (number === void 0 && !range3.present) return { protocol: protocol3, port: NO_PORTS };
  const ends = [range3.get("start").integer() ?? 0, range3.get("end").integer() ?? 0];
  const port2 = parsePort(number ?? ends.join(":"));
  return port2 === void 0 ? void 0 : { protocol: protocol3, port: port2 };
}

// src/convert/unknown.ts
var policiesOf = /* @__PURE__ */ new WeakMap();
function unknownPolicy(learned, firstTier) {
  const tier = learned.tier ?? firstTier;
  const byTier3 = policiesOf.get(learned) ?? /* @__PURE__ */ new Map();
  policiesOf.set(learned, byTier3);
  const policy = byTier3.get(tier) ?? build(learned, tier);
  byTier3.set(tier, policy);
  return policy;
}
function build(learned, tier) {
  const { id, order, directions } = learned;
  const governs = (direction) => directions === void 0 || directions.includes(direction) ? [] : void 0;
  return {
    id,
    tier,
    order: learned.tier === void 0 || order === void 0 ? -Infinity : order,
    staged: learned.staged,
    subject: learned.subject ?? allOf(id.namespace),
    ingress: governs("ingress"),
    egress: governs("egress"),
    hook: learned.hook ?? "normal",
    at: learned.at,
    unknown: { why: learned.why, what: learned.what }
  };
}
function learnedFrom(policy, what, why, outsideRules) {
  const { at: at2, hook, id, order, subject, tier } = policy;
  const staged = policy.staged === "delete" ? "set" : policy.staged;
  if (outsideRules) return { id, at: at2, staged, what, why };
  return { id, at: at2, staged, what, why, tier, order, hook, subject, directions: governedBy(policy) };
}
var governedBy = (policy) => DIRECTIONS.filter((direction) => policy[direction] !== void 0);
var nameOf2 = (manifest) => `${manifest.kind} ${manifest.namespace === void 0 ? "" : `${manifest.namespace}/`}${manifest.name}`;
function foreignId(kind, namespace, name3) {
  const near = namespace === void 0 ? "gnp" : "np";
  return { kind: near, namespace: namespace ?? "", name: `${kind}/${name3}` };
}
var learnedOf = /* @__PURE__ */ new WeakMap();
function learnedFromBroken(broken3) {
  const { kind = "object", namespace, name: name3 = broken3.path } = broken3;
  const learned = learnedOf.get(broken3) ?? {
    id: foreignId(kind, namespace, name3),
    what: nameOf2({ kind, namespace, name: name3 }),
    why: broken3.why,
    at: {
      pointer: [],
      origin: { path: broken3.path, fromCluster: false, locate: () => broken3.at, read: () => void 0 }
    }
  };
  learnedOf.set(broken3, learned);
  return learned;
}

// src/convert/dispatch.ts
var CALICO_GROUPS = /* @__PURE__ */ new Set(["projectcalico.org/v3", "crd.projectcalico.org/v1"]);
function converterOf({ apiVersion, kind }) {
  if (CALICO_GROUPS.has(apiVersion)) {
    if (CALICO_POLICY_KINDS.has(kind)) return convertCalico;
    if (kind === "StagedKubernetesNetworkPolicy") return convertStagedKubernetes;
    if (kind === "Tier") return convertTier;
  }
  if (apiVersion === "networking.k8s.io/v1" && kind === "NetworkPolicy") return convertKubernetes;
  const api = CLUSTER_POLICIES.get(`${apiVersion} ${kind}`);
  if (api !== void 0) return convertCluster(api);
  return kind.endsWith("NetworkPolicy") ? convertForeign : void 0;
}
var GROUP = "policy.networking.k8s.io";
var CLUSTER_POLICIES = /* @__PURE__ */ new Map([
  [`${GROUP}/v1alpha2 ClusterNetworkPolicy`, CLUSTER_NETWORK_POLICY],
  [`${GROUP}/v1alpha1 AdminNetworkPolicy`, ADMIN_NETWORK_POLICY],
  [`${GROUP}/v1alpha1 BaselineAdminNetworkPolicy`, BASELINE_ADMIN_NETWORK_POLICY]
]);
var isPolicyKind = (object) => converterOf({ apiVersion: object.apiVersion ?? "", kind: object.kind ?? "" }) !== void 0;
var convertManifest = (manifest, context) => converterOf(manifest)?.(manifest, context) ?? { diagnostics: [] };
var pathOf2 = ({ group }, { applyPath }) => group === "crd.projectcalico.org" ? "raw-crd" : applyPath;
var checksOf = (manifest, path6) => manifest.origin.fromCluster && path6 === "api-server" ? "native-crd" : path6;
var convertCalico = (manifest, context) => {
  const [path6, findings] = [pathOf2(manifest, context), new Findings()];
  const checks = checksOf(manifest, path6);
  admitCalico(manifest, checks, findings);
  const policy = calicoPolicy(manifest, CALICO_POLICY_KINDS.get(manifest.kind) ?? "np", path6, findings);
  if (checks === "api-server") findings.refuseDrops();
  return settle(manifest, policy, findings);
};
var KUBERNETES2 = {
  kind: "knp",
  staged: void 0,
  defaultTypes: "api-server",
  badRule: "drops-rule"
};
var convertKubernetes = (manifest) => {
  const findings = new Findings();
  if (!manifest.origin.fromCluster) admitKubernetes(manifest, findings);
  return settle(manifest, kubernetesPolicy(manifest, KUBERNETES2, findings), findings);
};
var convertStagedKubernetes = (manifest, context) => {
  const [path6, findings] = [pathOf2(manifest, context), new Findings()];
  const checks = checksOf(manifest, path6);
  admitCalico(manifest, checks, findings);
  const staged = readStagedAction(field(manifest, ["spec"], findings.report, fieldOptions(path6)));
  const defaultTypes = path6 === "native-crd" ? "native-crd" : "ingress";
  const how = { kind: "sknp", staged, defaultTypes, badRule: "drops-policy" };
  const policy = kubernetesPolicy(manifest, how, findings);
  if (checks === "api-server") findings.refuseDrops();
  return settle(manifest, { ...policy, promoted: promotedKubernetes(manifest) }, findings);
};
function promotedKubernetes(manifest) {
  const findings = new Findings();
  admitKubernetesSpec(manifest, findings);
  const policy = kubernetesPolicy(manifest, KUBERNETES2, findings);
  return findings.errors.length + findings.drops.length > 0 ? void 0 : policy;
}
var convertCluster = (api) => (manifest, context) => {
  const { apiVersion, kind, origin: origin2 } = manifest;
  if (api.kind === "kcnp" === context.legacy) {
    return { diagnostics: [{ code: "not-watched", at: origin2.locate(["kind"]), args: [apiVersion, kind] }] };
  }
  const findings = new Findings();
  if (api.kind === "kcnp") admitClusterPolicy(manifest, findings);
  const policy = clusterPolicy(manifest, api, findings);
  return settle(manifest, policy, findings);
};
var convertTier = (manifest, context) => {
  const [path6, findings] = [pathOf2(manifest, context), new Findings()];
  admitCalico(manifest, checksOf(manifest, path6), findings);
  const tier = calicoTier(manifest, field(manifest, ["spec"], findings.report, fieldOptions(path6)));
  return { tier, tierRefused: findings.errors[0]?.code, diagnostics: [...findings.errors, ...findings.warnings] };
};
var convertForeign = (manifest) => {
  const { apiVersion, kind, namespace, name: name3, origin: origin2 } = manifest;
  const at2 = { origin: origin2, pointer: [] };
  const learned = {
    id: foreignId(kind, namespace, name3),
    what: nameOf2(manifest),
    why: "kind-not-modelled",
    at: at2
  };
  return {
    learned,
    diagnostics: [{ code: "kind-not-modelled", at: origin2.locate(["kind"]), args: [apiVersion, kind] }]
  };
};
function settle(manifest, policy, { drops, errors, outsideRules, warnings }) {
  const [[error], [drop]] = [errors, drops];
  if (error !== void 0) {
    return { learned: learnedFrom(policy, nameOf2(manifest), error.code, outsideRules), diagnostics: errors };
  }
  if (drop === void 0 || policy.staged === "delete") return { policy, diagnostics: warnings };
  const why = { code: "felix-drops-policy", at: drop.at, args: [nameOf2(manifest), drop.code, ...drop.args] };
  return { diagnostics: [why, ...warnings] };
}

// src/convert/version.ts
function parseVersion(text) {
  const found = /^v?(\d+)\.(\d+)/.exec(text ?? "");
  return found === null ? void 0 : [Number(found[1]), Number(found[2])];
}
function isBefore(version, [major, minor]) {
  return version !== void 0 && (version[0] < major || version[0] === major && version[1] < minor);
}

// src/convert/convert.ts
var CLUSTER_POLICIES_SINCE = [3, 32];
var LEGACY_NAMES = /* @__PURE__ */ new Map([
  ["kube-admin", "adminnetworkpolicy"],
  ["kube-baseline", "baselineadminnetworkpolicy"]
]);
function convertPolicies(manifests, options2, report2, broken3 = []) {
  const legacy = isBefore(parseVersion(options2.calicoVersion), CLUSTER_POLICIES_SINCE);
  const superseded = supersededByTwin(manifests);
  const relevant = manifests.filter((manifest) => isPolicyKind(manifest) && !superseded.has(manifest));
  const convert = (manifest) => {
    const conversion = memoised(manifest, { applyPath: options2.applyPath ?? "api-server", legacy });
    conversion.diagnostics.forEach(report2);
    return conversion;
  };
  const isTier = ({ kind }) => kind === "Tier";
  const tierConversions = new Map(relevant.filter(isTier).map((manifest) => [manifest.name, convert(manifest)]));
  const tiers = withBuiltIn(
    [...tierConversions.values()].flatMap(({ tier }) => tier ?? []),
    legacy
  );
  const firstTier = [...tiers].sort(
    byKeys(
      (tier) => tier.order,
      (tier) => tier.name
    )
  )[0]?.name ?? "default";
  const policies = relevant.flatMap((manifest) => {
    if (isTier(manifest)) return [];
    const { learned, policy } = convert(manifest);
    const refused2 = tierConversions.get(policy?.tier ?? "")?.tierRefused;
    const unknown = policy !== void 0 && refused2 !== void 0 ? inUnknownTier(policy, manifest, refused2) : learned;
    return unknown === void 0 ? policy ?? [] : unknownPolicy(unknown, firstTier);
  });
  const unread2 = broken3.filter((document) => document.kind === void 0 || isPolicyKind(document));
  const all = [...policies, ...unread2.map((document) => unknownPolicy(learnedFromBroken(document), firstTier))];
  return { tiers: [...tiers, ...missingTiers(all, tiers, report2)], policies: all };
}
var memory = /* @__PURE__ */ new WeakMap();
function memoised(manifest, context) {
  const key = `${context.applyPath}|${String(context.legacy)}`;
  const ofManifest = memory.get(manifest) ?? /* @__PURE__ */ new Map();
  memory.set(manifest, ofManifest);
  const conversion = ofManifest.get(key) ?? convertManifest(manifest, context);
  ofManifest.set(key, conversion);
  return conversion;
}
function withBuiltIn(tiers, legacy) {
  const builtIn = BUILT_IN_TIERS.map((tier) => ({
    ...tier,
    name: legacy && LEGACY_NAMES.get(tier.name) || tier.name
  }));
  const given = new Set(tiers.map((tier) => tier.name));
  return [...builtIn.filter((tier) => !given.has(tier.name)), ...tiers];
}
function missingTiers(policies, tiers, report2) {
  const known4 = new Set(tiers.map((tier) => tier.name));
  const missing = policies.filter(({ tier }) => !known4.has(tier));
  for (const policy of missing) if (policy.unknown === void 0) report2(unknownTier(policy, known4));
  const names3 = new Set(missing.map(({ tier }) => tier));
  return [...names3].map((name3) => ({ name: name3, order: Infinity, defaultAction: "deny", exists: false, at: void 0 }));
}
var saidOfTier = /* @__PURE__ */ new WeakMap();
function unknownTier(policy, known4) {
  const near = nearest(policy.tier, [...known4].sort(byText));
  const said2 = saidOfTier.get(policy);
  if (said2 !== void 0 && said2.args[1] === near) return said2;
  const at2 = policy.at.origin.locate(["spec", "tier"]);
  const diagnostic = {
    code: "unknown-tier",
    at: at2,
    args: [policy.tier, ...near === void 0 ? [] : [near]]
  };
  saidOfTier.set(policy, diagnostic);
  return diagnostic;
}
var inDoubt = /* @__PURE__ */ new WeakMap();
function inUnknownTier(policy, manifest, why) {
  const { at: at2, hook, id, staged, subject } = policy;
  const known4 = inDoubt.get(policy);
  const learned = known4 ?? {
    at: at2,
    hook,
    id,
    staged,
    subject,
    directions: governedBy(policy),
    what: nameOf2(manifest),
    why
  };
  inDoubt.set(policy, learned);
  return learned;
}

// src/convert/policy-set.ts
function policySetFor(name3, set) {
  switch (name3) {
    case "enforced":
      return { ...set, policies: enforced(set.policies) };
    case "pending":
      return { ...set, policies: set.policies.filter((policy) => policy.staged !== "delete") };
    case "promoted":
      return { ...set, policies: promote(set.policies) };
  }
}
var enforced = (policies) => policies.filter((policy) => policy.staged === void 0);
function promote(policies) {
  const live = new Map(enforced(policies).map((policy) => [policyKey(policy.id), policy]));
  for (const policy of policies) {
    const target = promotedId(policy);
    if (target === void 0) continue;
    if (policy.staged === "delete") live.delete(policyKey(target));
    else if (policy.staged === "set") {
      const promoted = promotedPolicy(policy);
      if (promoted !== void 0) live.set(policyKey(promoted.id), promoted);
    }
  }
  return [...live.values()];
}
function promotedId({ id }) {
  const { kind } = id;
  return kind === "snp" || kind === "sgnp" || kind === "sknp" ? { ...id, kind: PROMOTED_KIND[kind] } : void 0;
}
var promotedByStaged = /* @__PURE__ */ new WeakMap();
function promotedPolicy(policy) {
  if (policy.id.kind === "sknp" && policy.unknown === void 0) return policy.promoted;
  const id = policy.unknown === void 0 ? promotedId(policy) : policy.id;
  if (id === void 0) return void 0;
  const promoted = promotedByStaged.get(policy) ?? { ...policy, id, staged: void 0 };
  promotedByStaged.set(policy, promoted);
  return promoted;
}

// src/base/bitset.ts
var emptyBits = (width) => new Uint32Array(width + 31 >>> 5);
function setBit(bits, at2) {
  bits[at2 >>> 5] = (bits[at2 >>> 5] ?? 0) | 1 << (at2 & 31);
}
var hasBit2 = (bits, at2) => ((bits[at2 >>> 5] ?? 0) >>> (at2 & 31) & 1) === 1;
function firstCommon(a, b, c, from, end2) {
  const last2 = end2 - 1 >>> 5;
  for (let word = from >>> 5; word <= last2; word++) {
    let bits = (a[word] ?? 0) & (b[word] ?? 0) & (c[word] ?? 0);
    if (word === from >>> 5) bits &= -1 << (from & 31);
    if (bits !== 0) {
      const at2 = (word << 5) + 31 - Math.clz32(bits & -bits);
      return at2 < end2 ? at2 : -1;
    }
  }
  return -1;
}
function and2(vectors) {
  return fold(vectors, (a, b) => a & b);
}
function or(vectors) {
  return fold(vectors, (a, b) => a | b);
}
function fold(vectors, join5) {
  const [first2 = new Uint32Array(), ...rest] = vectors;
  const out = Uint32Array.from(first2);
  for (const vector of rest) for (let i = 0; i < out.length; i++) out[i] = join5(out[i] ?? 0, vector[i] ?? 0);
  return out;
}

// src/engine/assemble.ts
var HOOKS = {
  normal: ["normal", "forward-too"],
  forward: ["forward-too"],
  "pre-dnat": ["pre-dnat"],
  untracked: ["untracked"]
};
var standsIn = (list3, policy) => HOOKS[list3].includes(policy.hook);
var passesOn = (list3) => list3 === "pre-dnat" || list3 === "untracked";
function assemble(assembly) {
  const { first: first2, last: last2, list: list3, rowsOf, semantics, tiers } = assembly;
  const rows = [];
  const unsure = [];
  const spans = [];
  const add = (added2, sure) => {
    for (const row of added2) {
      if (!sure || row.rule.uncertain !== void 0) unsure.push(rows.length);
      rows.push(row);
    }
  };
  const addSilent = ({ end: end2, rows: own }) => {
    const firstRow = rows.length;
    add(own, true);
    spans.push(silentSpan(end2, firstRow, rows.length));
  };
  first2.forEach(addSilent);
  for (const { selected: selected2, tier } of tiers) {
    const live = selected2.filter(({ policy }) => standsIn(list3, policy));
    const [firstLive] = live;
    if (firstLive === void 0) continue;
    const firstRow = rows.length;
    for (const { policy, sure } of live) add(rowsOf(policy), sure);
    const preview2 = semantics === "felix-pending";
    const named2 = preview2 ? firstLive : selected2.at(-1) ?? firstLive;
    spans.push({
      name: tier.name,
      firstRow,
      endRow: rows.length,
      endOfTier: endOfTier(tier, named2.policy, passesOn(list3)),
      governs: live.some(({ sure }) => sure),
      policyCount: live.length,
      previewFailsFrom: preview2 && !tier.exists ? firstRow + rowsOf(firstLive.policy).length : void 0
    });
  }
  last2.forEach(addSilent);
  const bits = unsure.length === 0 ? void 0 : emptyBits(rows.length);
  if (bits !== void 0) for (const at2 of unsure) setBit(bits, at2);
  return { rows, unsure: bits, tiers: spans };
}
var silentSpan = (end2, firstRow, endRow) => ({
  name: end2.tier,
  firstRow,
  endRow,
  endOfTier: end2,
  silent: true,
  governs: true,
  policyCount: 1,
  previewFailsFrom: void 0
});
function endOfTier(tier, named2, passesOn2) {
  return {
    tier: tier.name,
    policy: named2.id,
    rule: "end-of-tier",
    action: passesOn2 ? "pass" : tier.exists ? tier.defaultAction : "deny",
    at: named2.at,
    written: void 0,
    source: named2
  };
}
var profileHit = (name3, action2) => ({
  tier: "__PROFILE__",
  policy: { kind: "pro", namespace: "", name: name3 },
  rule: 0,
  action: action2,
  at: void 0,
  written: void 0,
  source: void 0
});

// src/engine/topology.ts
var SOME = { name: void 0, addresses: void 0 };
var Topology = class {
  #nodes = /* @__PURE__ */ new Map();
  #nodeOfList = /* @__PURE__ */ new Map();
  #pools;
  #loops;
  /** Adds lists of prefixes to `netLists`: peers of a table that is made with them answer the questions below */
  constructor(nodes, endpoints, { pools, serviceLoops }, netLists) {
    const add = (nets2) => netLists.push(nets2) - 1;
    for (const node of allNodes(nodes, endpoints)) {
      this.#nodeOfList.set(add(node.addresses.map(single)), node.name);
      this.#nodes.set(node.name, factsOf(node, add));
    }
    this.#pools = pools.map((pool) => ({ list: add([pool.cidr]), pool }));
    this.#loops = add(serviceLoops);
  }
  /** The node that has the address */
  nodeOf(peer) {
    for (const list3 of peer.nets) {
      const node = this.#nodeOfList.get(list3);
      if (node !== void 0) return node;
    }
    return void 0;
  }
  get nodeNames() {
    return [...this.#nodes.keys()];
  }
  poolOf(peer) {
    return this.#pools.find(({ list: list3 }) => peer.nets.has(list3))?.pool;
  }
  isServiceLoop(peer) {
    return peer.nets.has(this.#loops);
  }
  /** Equal texts: no question here tells the two apart, but for what node it is */
  tell(peer) {
    const lists = [...peer.nets].filter((list3) => list3 >= (this.#nodeOfList.keys().next().value ?? this.#loops));
    return lists.join(".");
  }
  /** The interfaces of a node through which it may reach an address on another machine, and be reached from it */
  towards(node, peer) {
    const facts = this.#nodes.get(node);
    if (facts === void 0) return [SOME];
    const route = facts.routes.find(({ list: list3 }) => peer.nets.has(list3));
    return route === void 0 ? facts.passages : [route.passage];
  }
  /** The interface of a node that wraps packets for other nodes */
  tunnel(node) {
    return this.#nodes.get(node)?.tunnel ?? SOME;
  }
  /** Addresses by which other nodes know it */
  mainAddresses(node, family) {
    const facts = this.#nodes.get(node);
    const named2 = (facts?.node.networks ?? []).map(({ ip }) => ip);
    const all = named2.length > 0 ? named2 : (facts?.node.addresses ?? []).filter((ip) => !isTunnel(facts?.node, ip));
    return all.filter((ip) => ip.family === family);
  }
  /** Addresses that a node puts on what it sends through one of the interfaces */
  sourceAddresses(node, passages, family) {
    const facts = this.#nodes.get(node);
    const known4 = passages.every(({ addresses }) => addresses !== void 0);
    const all = known4 ? passages.flatMap(({ addresses }) => addresses ?? []) : (facts?.node.addresses ?? []).filter((ip) => !isTunnel(facts?.node, ip));
    return all.filter((ip) => ip.family === family);
  }
  /** Whether two nodes are in one network, as an overlay across subnets asks; undefined: not known */
  sameSubnet(a, b) {
    const [one, other] = [this.#nodes.get(a)?.node.networks ?? [], this.#nodes.get(b)?.node.networks ?? []];
    if (one.length === 0 || other.length === 0) return void 0;
    return one.some(({ network }) => other.some((its) => sameNet(its.network, network)));
  }
};
function allNodes(nodes, endpoints) {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const { expectedIps, node: name3 } of endpoints) {
    const node = byName.get(name3) ?? { name: name3, labels: /* @__PURE__ */ new Map(), addresses: [] };
    const more2 = expectedIps.filter((ip) => !node.addresses.some((own) => isSame2(own, ip)));
    byName.set(name3, { ...node, addresses: [...node.addresses, ...more2] });
  }
  return [...byName.values()];
}
function factsOf(node, add) {
  const { interfaces, networks = [], tunnels = [] } = node;
  const tunnel = { name: void 0, addresses: tunnels, tunnel: true };
  const known4 = interfaces ?? networks.map(({ ip, network }) => ({ name: "", addresses: [ip], networks: [network] }));
  const passageOf = ({ addresses, name: name3 }) => ({
    name: name3 === "" ? void 0 : name3,
    addresses
  });
  const routes2 = known4.flatMap(
    (one) => one.networks.map((network) => ({ list: add([network]), prefix: network.prefix, passage: passageOf(one) }))
  );
  const outward = (interfaces ?? []).filter(
    ({ addresses }) => addresses.length > 0 && !addresses.some((ip) => isTunnel(node, ip))
  );
  return {
    node,
    routes: routes2.sort((a, b) => b.prefix - a.prefix),
    passages: outward.length === 0 ? [SOME] : outward.map(passageOf),
    tunnel
  };
}
var isTunnel = (node, ip) => (node?.tunnels ?? []).some((own) => isSame2(own, ip));
var isSame2 = (a, b) => a.family === b.family && a.value === b.value;
var sameNet = (a, b) => a.family === b.family && a.first === b.first && a.prefix === b.prefix;
var single = (ip) => cidrOf(ip, bitsOf(ip.family));

// src/engine/active-endpoints.ts
var NONE3 = [void 0];
var LOOPBACK = {
  name: "lo",
  addresses: [
    { family: 4, value: 0x7f000001n },
    { family: 6, value: 1n }
  ]
};
var TUNNEL = /^(?:tunl0|vxlan(?:-v6)?\.calico|wireguard\.cali|wg-v6\.cali)$/;
var ActiveEndpoints = class {
  #nodes = /* @__PURE__ */ new Map();
  #all;
  constructor(endpoints) {
    const byName = [...endpoints].sort((a, b) => byText(a.name, b.name));
    const nodes = new Set(byName.map(({ node }) => node));
    for (const node of nodes) {
      const own = byName.filter((one) => one.node === node);
      this.#nodes.set(node, {
        specific: own.filter(({ interfaceName }) => interfaceName !== "*"),
        fallback: own.find(({ interfaceName }) => interfaceName === "*")
      });
    }
    this.#all = [...byName, void 0];
  }
  /** At one of several interfaces of a node; undefined: of some node */
  at(node, passages) {
    if (node === void 0) return this.#all;
    const own = this.#nodes.get(node);
    if (own === void 0) return NONE3;
    return [...new Set(passages.flatMap((passage) => possible(own, passage)))];
  }
  /** At the interface of a pod: only an endpoint for all interfaces covers it */
  atPod(node) {
    if (node === void 0) return [...this.#all.filter((one) => one?.interfaceName === "*"), void 0];
    return [this.#nodes.get(node)?.fallback];
  }
  atLoopback(node) {
    return node === void 0 ? this.atPod(node) : this.at(node, [LOOPBACK]);
  }
};
function possible({ fallback, specific }, passage) {
  const found = [];
  for (const endpoint of specific) {
    const matches2 = isAt(endpoint, passage);
    if (matches2 !== false) found.push(endpoint);
    if (matches2 === true) return found;
  }
  return [...found, fallback];
}
function isAt({ expectedIps, interfaceName }, { addresses, name: name3, tunnel }) {
  const expected2 = addresses === void 0 ? void 0 : addresses.some((ip) => has2(expectedIps, ip));
  if (interfaceName === void 0) return expected2;
  if (tunnel === true) return TUNNEL.test(interfaceName) ? void 0 : false;
  if (name3 !== void 0) return interfaceName === name3;
  return expectedIps.length === 0 ? void 0 : expected2;
}
var has2 = (ips, ip) => ips.some((own) => isSame2(own, ip));

// src/engine/rows.ts
var NO = 0;
var MAYBE = 1;
var YES = 2;
function compileRow(policy, rule, index, numbers2) {
  const { destination: destination2, source: source2 } = rule.match;
  return {
    rule,
    policy,
    hit: rule.action === "log" ? void 0 : {
      tier: policy.tier,
      policy: policy.id,
      rule: index,
      action: rule.action,
      at: rule.at,
      written: rule,
      source: policy
    },
    action: rule.action,
    source: compileSide(source2, numbers2),
    destination: compileSide(destination2, numbers2),
    joint: [source2, destination2].some(hasNames2) || destination2.service !== void 0
  };
}
var hasNames2 = (entity3) => (entity3.ports?.names.length ?? 0) > 0 || (entity3.notPorts?.names.length ?? 0) > 0;
function compileSide(entity3, { netLists, selectors, services }) {
  const list3 = (nets2) => nets2 === void 0 ? void 0 : netLists.push(nets2) - 1;
  if (entity3.service !== void 0) services.add(entity3.service);
  const number = (selector2) => selector2 === void 0 ? void 0 : selectors.add(selector2);
  return {
    nets: list3(entity3.nets),
    notNets: list3(entity3.notNets),
    notRendered: entity3.notNets === void 0 ? [] : [4, 6].filter((family) => unrendered(entity3.notNets, family)),
    selector: number(entity3.selector),
    notSelector: number(entity3.notSelector),
    portScope: number(entity3.portScope),
    service: entity3.service
  };
}
function unrendered(notNets, family) {
  const kept = (notNets ?? []).filter((cidr) => cidr.family === family);
  return kept.length === 0 || kept.some((cidr) => cidr.prefix === 0);
}
function withRule(row, rule) {
  const side = (own, { nets: nets2, notNets, notSelector, portScope, selector: selector2, service: service2 }) => ({
    nets: nets2 === void 0 ? void 0 : own.nets,
    notNets: notNets === void 0 ? void 0 : own.notNets,
    notRendered: notNets === void 0 ? [] : own.notRendered,
    selector: selector2 === void 0 ? void 0 : own.selector,
    notSelector: notSelector === void 0 ? void 0 : own.notSelector,
    portScope: portScope === void 0 ? void 0 : own.portScope,
    service: service2
  });
  const { destination: destination2, source: source2 } = rule.match;
  return {
    ...row,
    rule,
    source: side(row.source, source2),
    destination: side(row.destination, destination2),
    joint: true
  };
}
function meetsAddress(row, end2, peer, preview2) {
  const side = row[end2];
  if (preview2.semantics === "dataplane" && !isRendered(row, side, peer.family)) return NO;
  if (side.nets !== void 0 && !peer.nets.has(side.nets)) return NO;
  if (side.notNets !== void 0 && peer.nets.has(side.notNets)) return NO;
  if (end2 === "source" && side.service !== void 0 && !serves(peer, side.service)) return NO;
  const inSet = side.selector === void 0 ? YES : membership(side.selector, peer, preview2);
  if (inSet === NO || side.notSelector === void 0) return inSet;
  return least(inSet, opposite(membership(side.notSelector, peer, preview2)));
}
function isRendered(row, side, family) {
  const { family: only2 } = row.rule.match;
  return (only2 === void 0 || only2 === family) && (side.notNets === void 0 || !side.notRendered.includes(family));
}
var serves = (peer, service2) => peer.services.some((one) => one.service === service2);
function membership(selector2, peer, preview2) {
  if (preview2.semantics === "felix-pending") return previewMembership(selector2, peer, preview2.nftables);
  let sureness = NO;
  for (const { labels } of peer.members) {
    if (labels.must.has(selector2)) return YES;
    if (labels.may.has(selector2)) sureness = MAYBE;
  }
  return sureness;
}
function previewMembership(selector2, peer, nftables) {
  const matching = peer.members.filter(({ labels }) => labels.may.has(selector2));
  const widest = Math.min(...matching.map(({ prefix: prefix2 }) => prefix2));
  const found = matching.filter(
    ({ prefix: prefix2 }) => (!nftables || prefix2 === widest) && !missedByPreview(prefix2, peer.family)
  );
  if (found.length === 0) return NO;
  return found.some(({ labels }) => labels.must.has(selector2)) ? YES : MAYBE;
}
var missedByPreview = (prefix2, family) => family === 4 ? prefix2 >= 25 && prefix2 <= 31 : prefix2 >= 121 && prefix2 <= 127;
function meetsLayer4(row, l4, source2, destination2, preview2) {
  const { destination: to, icmp: icmp4, notIcmp, notProtocol, protocol: protocol3, source: from } = row.rule.match;
  if (protocol3 !== void 0 && protocol3 !== l4.protocol) return NO;
  if (notProtocol !== void 0 && notProtocol === l4.protocol) return NO;
  if (preview2.semantics === "dataplane") {
    if (icmp4 !== void 0 && !meetsIcmp(icmp4, l4)) return NO;
    if (notIcmp !== void 0 && meetsIcmp(notIcmp, l4)) return NO;
  }
  const sure = least(
    meetsPorts(from, row.source, l4.protocol, l4.sourcePort, source2, row, preview2),
    meetsPorts(to, row.destination, l4.protocol, l4.destinationPort, destination2, row, preview2)
  );
  if (sure === NO || row.destination.service === void 0) return sure;
  return meetsService(row.destination.service, l4, destination2, preview2) ? sure : NO;
}
var meetsIcmp = (match2, { icmp: icmp4 }) => icmp4?.type === match2.type && (match2.code === void 0 || match2.code === icmp4.code);
function meetsPorts(entity3, side, protocol3, port2, peer, row, preview2) {
  const { notPorts, ports: ports6 } = entity3;
  if (ports6 === void 0 && notPorts === void 0) return YES;
  const asked = ports6 === void 0 ? YES : inPorts(ports6, side, protocol3, port2, peer, row, preview2);
  const excluded = notPorts === void 0 ? NO : inPorts(notPorts, side, protocol3, port2, peer, row, preview2);
  return least(asked, opposite(excluded));
}
var hasPorts2 = (protocol3) => protocol3 === 6 || protocol3 === 17 || protocol3 === 132;
function inPorts({ names: names3, ranges }, side, protocol3, port2, peer, row, preview2) {
  if (port2 === void 0 || !hasPorts2(protocol3)) return NO;
  if (ranges.some(({ from, to }) => from <= port2 && port2 <= to)) return YES;
  if (names3.length === 0 || preview2.semantics === "felix-pending") return NO;
  return greatest(peer.members.map((member) => hasNamedPort(member, names3, side, protocol3, port2, row)));
}
function hasNamedPort(member, names3, side, protocol3, port2, row) {
  const wanted = row.rule.match.protocol ?? protocol3;
  const named2 = member.ports.some(
    (one) => one.port === port2 && one.protocol === protocol3 && one.protocol === wanted && names3.includes(one.name)
  );
  if (!named2) return NO;
  if (side.portScope === void 0 || member.labels.must.has(side.portScope)) return YES;
  return member.labels.may.has(side.portScope) ? MAYBE : NO;
}
function meetsService(service2, l4, destination2, preview2) {
  if (preview2.semantics === "felix-pending" && ![1, 6, 17].includes(l4.protocol)) return false;
  return destination2.services.some(
    (one) => one.service === service2 && one.protocol === l4.protocol && one.port === l4.destinationPort
  );
}
var least = (a, b) => a < b ? a : b;
var opposite = (sureness) => sureness === YES ? NO : sureness === NO ? YES : MAYBE;
var greatest = (all) => all.reduce((best, one) => one > best ? one : best, NO);

// src/engine/host-rules.ts
var FAILSAFE = "__FAILSAFE__";
var HostRules = class {
  cluster;
  network;
  endpoints;
  topology;
  active;
  #failsafe;
  /** Of the raw table, which also lets replies from the opposite list's ports through (H6) */
  #rawFailsafe;
  #build;
  #numbers;
  #all;
  #programs = /* @__PURE__ */ new Map();
  /** Adds what it asks of addresses to `numbers`, so peers must be made afterwards */
  constructor(cluster, numbers2, build3) {
    this.cluster = cluster;
    this.network = networkOf(cluster);
    const { failsafe, pools, serviceLoops } = this.network;
    this.endpoints = judgedEndpoints(cluster);
    this.topology = new Topology(cluster.nodes, this.endpoints, { pools, serviceLoops }, numbers2.netLists);
    this.active = new ActiveEndpoints(this.endpoints);
    this.#build = build3;
    this.#numbers = numbers2;
    const rows = (rules4) => rules4.map((rule, index) => failsafeRow(rule, index, numbers2));
    const own = (direction) => failsafe[direction].map((port2) => byDestination(port2, direction));
    const replies = (direction) => failsafe[direction === "ingress" ? "egress" : "ingress"].map((port2) => bySource(port2, direction));
    this.#failsafe = { ingress: rows(own("ingress")), egress: rows(own("egress")) };
    this.#rawFailsafe = {
      ingress: rows([...own("ingress"), ...replies("ingress")]),
      egress: rows([...own("egress"), ...replies("egress")])
    };
  }
  program(endpoint, list3, direction) {
    let programs = this.#programs.get(endpoint);
    if (programs === void 0) {
      programs = /* @__PURE__ */ new Map();
      this.#programs.set(endpoint, programs);
    }
    const key = `${list3} ${direction}`;
    let program = programs.get(key);
    if (program === void 0) {
      program = this.#build(endpoint, list3, direction);
      programs.set(key, program);
    }
    return program;
  }
  /** Every program that a packet can meet, each once */
  get programs() {
    return this.#all ??= this.#everyProgram();
  }
  #everyProgram() {
    const all = this.endpoints.flatMap(
      (endpoint) => LISTS.flatMap((list3) => DIRECTIONS.map((direction) => this.program(endpoint, list3, direction)))
    );
    return [...new Set(all)];
  }
  /** One port of each interval of source ports that any of them can tell apart */
  get sourcePorts() {
    return [...new Set(this.programs.flatMap(({ sourcePortEdges }) => sourcePortEdges))];
  }
  frame({ profile }, list3, direction) {
    const failsafe = list3 === "untracked" ? this.#rawFailsafe : this.#failsafe;
    const first2 = list3 === "forward" ? [] : [{ rows: failsafe[direction], end: DENIED }];
    if (list3 !== "normal") return { first: first2, last: [], profile: DENIED, open: true };
    if (profile === void 0) return { first: first2, last: [], profile: DENIED, open: false };
    if (profile.action !== "unknown")
      return { first: first2, last: [], profile: profileHit(profile.name, profile.action), open: false };
    return { first: first2, last: [{ rows: [this.#anything(profile.name)], end: DENIED }], profile: DENIED, open: false };
  }
  /** Whether a policy stands in a list of an endpoint, or the list decides without one */
  hasSay(endpoint, list3, direction) {
    return list3 === "normal" || this.program(endpoint, list3, direction).tiers.some(({ silent }) => silent !== true);
  }
  /** Whether any list asks about packets before their destination is translated */
  get asksDialled() {
    return this.endpoints.some(
      (endpoint) => ["pre-dnat", "untracked"].some(
        (list3) => DIRECTIONS.some((direction) => this.hasSay(endpoint, list3, direction))
      )
    );
  }
  /** Rules of a profile that are not modelled: any of them may allow what reaches them */
  #anything(profile) {
    const rule = { ...ruleOf({}), uncertain: `the rules of profile ${profile}` };
    const row = compileRow(pseudoPolicy("__PROFILE__", profile), rule, 0, this.#numbers);
    return { ...row, hit: profileHit(profile, "allow") };
  }
};
var LISTS = ["normal", "forward", "pre-dnat", "untracked"];
function judgedEndpoints({ hostEndpoints, hostPods, nodes, workloads: workloads2 }) {
  if (hostEndpoints.length === 0) return hostEndpoints;
  const inCluster = /* @__PURE__ */ new Set([...nodes.map(({ name: name3 }) => name3), ...[...workloads2, ...hostPods].map(({ node }) => node)]);
  return hostEndpoints.filter(({ node }) => inCluster.has(node));
}
var networkOf = (cluster) => cluster.network ?? DEFAULT_HOST_NETWORK;
var DENIED = profileHit("__NO_MATCH__", "deny");
var NOWHERE = { origin: clusterOrigin("", void 0), pointer: [] };
var pseudoPolicy = (tier, name3) => ({
  id: { kind: "pro", namespace: "", name: name3 },
  tier,
  order: 0,
  staged: void 0,
  subject: { text: "all()", tree: { is: "all" } },
  ingress: [],
  egress: [],
  hook: "normal",
  at: NOWHERE,
  unknown: void 0
});
var ruleOf = (match2) => ({
  action: "allow",
  match: {
    family: void 0,
    protocol: void 0,
    notProtocol: void 0,
    icmp: void 0,
    notIcmp: void 0,
    source: ANY_ENTITY,
    destination: ANY_ENTITY,
    ...match2
  },
  at: NOWHERE,
  written: 0,
  uncertain: void 0
});
var portOf = (port2) => ({
  ports: { ranges: [{ from: port2, to: port2 }], names: [] }
});
var netOf = ({ net }) => ({ nets: net === void 0 ? void 0 : [net] });
function byDestination(failsafe, direction) {
  const { net, port: port2, protocol: protocol3 } = failsafe;
  const at2 = { ...ANY_ENTITY, ...portOf(port2) };
  const other = netOf(failsafe);
  return direction === "ingress" ? ruleOf({ family: net?.family, protocol: protocol3, source: { ...ANY_ENTITY, ...other }, destination: at2 }) : ruleOf({ family: net?.family, protocol: protocol3, destination: { ...at2, ...other } });
}
function bySource(failsafe, direction) {
  const { net, port: port2, protocol: protocol3 } = failsafe;
  const from = { ...ANY_ENTITY, ...portOf(port2) };
  const other = netOf(failsafe);
  return direction === "ingress" ? ruleOf({ family: net?.family, protocol: protocol3, source: { ...from, ...other } }) : ruleOf({ family: net?.family, protocol: protocol3, source: from, destination: { ...ANY_ENTITY, ...other } });
}
function failsafeRow(rule, index, numbers2) {
  const row = compileRow(pseudoPolicy(FAILSAFE, "failsafe"), rule, index, numbers2);
  const hit = { ...profileHit("failsafe", "allow"), tier: FAILSAFE, rule: index };
  return { ...row, hit };
}

// src/engine/order.ts
var byTierOrder = byKeys(
  (tier) => tier.exists ? 0 : 1,
  (tier) => tier.order,
  (tier) => tier.name
);
function tieBreak({ id }) {
  return `${id.name}/${id.namespace}/${FELIX_KIND[id.kind]}`;
}
function inOrder({ policies, tiers }) {
  const byTier3 = /* @__PURE__ */ new Map();
  for (const policy of policies) {
    const list3 = byTier3.get(policy.tier);
    if (list3 === void 0) byTier3.set(policy.tier, [policy]);
    else list3.push(policy);
  }
  const byPolicyOrder = byKeys((policy) => policy.order, tieBreak);
  return [...tiers].sort(byTierOrder).flatMap((tier) => {
    const list3 = byTier3.get(tier.name);
    return list3 === void 0 ? [] : [{ tier, policies: list3.sort(byPolicyOrder) }];
  });
}

// src/engine/address-index.ts
var AddressIndex = class {
  #families;
  /** `value` is a small number of the caller's, the same for ranges that mean the same */
  constructor(ranges) {
    const covers2 = new CoverTable();
    this.#families = { 4: cut(4, ranges, covers2), 6: cut(6, ranges, covers2) };
  }
  cover(ip) {
    const { covers: covers2, starts } = this.#families[ip.family];
    const cover = covers2[find(starts, ip.family === 4 ? Number(ip.value) : ip.value)];
    if (cover === void 0) throw new Error("INVARIANT: intervals cover the whole family");
    return cover;
  }
  /** The pieces into which the edges cut a range, in order */
  *pieces(range3) {
    const { covers: covers2, starts } = this.#families[range3.family];
    const at2 = find(starts, range3.family === 4 ? Number(range3.first) : range3.first);
    for (let i = at2; i < covers2.length; i++) {
      const first2 = BigInt(starts[i] ?? 0);
      if (first2 > range3.last) return;
      const next = starts[i + 1];
      const last2 = next === void 0 ? lastAddress(range3.family) : BigInt(next) - 1n;
      const cover = covers2[i];
      if (cover === void 0) return;
      yield {
        range: {
          family: range3.family,
          first: first2 < range3.first ? range3.first : first2,
          last: last2 > range3.last ? range3.last : last2
        },
        cover
      };
    }
  }
};
function find(starts, value2) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = low + high + 1 >>> 1;
    if ((starts[middle] ?? 0) <= value2) low = middle;
    else high = middle - 1;
  }
  return low;
}
var CoverTable = class {
  #covers = /* @__PURE__ */ new Map();
  get(active) {
    const values = [...active.keys()].sort((a, b) => a - b);
    const key = values.join(",");
    let cover = this.#covers.get(key);
    if (cover === void 0) {
      cover = { id: this.#covers.size, values };
      this.#covers.set(key, cover);
    }
    return cover;
  }
};
function cut(family, ranges, covers2) {
  const small = bitsOf(family) === 32;
  const starts = [small ? 0 : 0n];
  const out = [covers2.get(/* @__PURE__ */ new Map())];
  const active = /* @__PURE__ */ new Map();
  const edges = edgesOf(family, ranges);
  for (let i = 0; i < edges.length; ) {
    const at2 = edges[i]?.at ?? 0;
    for (let edge = edges[i]; edge?.at === at2; edge = edges[++i]) {
      const open3 = (active.get(edge.value) ?? 0) + (edge.opens ? 1 : -1);
      if (open3 === 0) active.delete(edge.value);
      else active.set(edge.value, open3);
    }
    const cover = covers2.get(active);
    if (at2 === starts.at(-1)) out[out.length - 1] = cover;
    else if (cover !== out.at(-1)) {
      starts.push(at2);
      out.push(cover);
    }
  }
  return { starts: small ? Float64Array.from(starts, Number) : starts, covers: out };
}
function edgesOf(family, ranges) {
  const small = bitsOf(family) === 32;
  const edges = [];
  for (const { range: range3, value: value2 } of ranges) {
    if (range3.family !== family) continue;
    edges.push({ at: small ? Number(range3.first) : range3.first, value: value2, opens: true });
    if (range3.last === lastAddress(family)) continue;
    edges.push({ at: small ? Number(range3.last + 1n) : range3.last + 1n, value: value2, opens: false });
  }
  return edges.sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
}

// src/engine/peers.ts
var PeerTable = class {
  #selectors;
  #index;
  /** What the numbers of the index mean, in this order: CIDR lists, network sets' members by length, Services' backends */
  #netCount;
  #sets;
  #services;
  #endpoints = /* @__PURE__ */ new Map();
  #peers = /* @__PURE__ */ new Map();
  #peerOfCover = { 4: /* @__PURE__ */ new Map(), 6: /* @__PURE__ */ new Map() };
  #everyPeer = {};
  #peerOf = { 4: /* @__PURE__ */ new Map(), 6: /* @__PURE__ */ new Map() };
  constructor(cluster, selectors, netLists, servicesInUse) {
    this.#selectors = selectors;
    this.#netCount = netLists.length;
    const ranges = netLists.flatMap((nets2, value2) => nets2.map((range3) => ({ range: range3, value: value2 })));
    const sets = [];
    for (const set of cluster.sets) {
      const numberByPrefix = /* @__PURE__ */ new Map();
      for (const range3 of set.nets.flatMap(splitCatchAll)) {
        let value2 = numberByPrefix.get(range3.prefix);
        if (value2 === void 0) {
          value2 = this.#netCount + sets.length;
          sets.push({ labels: set.labels, prefix: range3.prefix });
          numberByPrefix.set(range3.prefix, value2);
        }
        ranges.push({ range: range3, value: value2 });
      }
    }
    const services = [];
    for (const service2 of servicesInUse)
      for (const { ip, port: port2, protocol: protocol3 } of cluster.services.get(service2) ?? []) {
        ranges.push({ range: cidrOf(ip, bitsOf(ip.family)), value: this.#netCount + sets.length + services.length });
        services.push({ service: service2, protocol: protocol3, port: port2 });
      }
    this.#sets = sets;
    this.#services = services;
    this.#index = new AddressIndex(ranges);
    for (const workload of cluster.workloads) for (const ip of workload.addresses) this.#addEndpoint(ip, workload);
    for (const host of cluster.hostEndpoints) for (const ip of host.expectedIps) this.#addEndpoint(ip, host);
  }
  #addEndpoint(ip, endpoint) {
    append(this.#endpoints, ipKey(ip), endpoint);
  }
  /** The endpoints that have this address */
  endpointsAt(ip) {
    return this.#endpoints.get(ipKey(ip)) ?? [];
  }
  peerAt(ip) {
    const memo = this.#peerOf[ip.family];
    const value2 = ip.family === 4 ? Number(ip.value) : ip.value;
    let peer = memo.get(value2);
    if (peer === void 0) {
      peer = this.#peer(ip.family, this.#index.cover(ip), this.endpointsAt(ip));
      memo.set(value2, peer);
    }
    return peer;
  }
  /** The pieces of a range that rules can tell apart, for an address that belongs to `object`, or to no endpoint */
  *piecesOf(range3, object) {
    const endpoints = object === void 0 ? [] : [object];
    for (const piece of this.#index.pieces(range3))
      yield { range: piece.range, peer: this.#peer(range3.family, piece.cover, endpoints) };
  }
  /** What an address of the family can be to rules where it belongs to no endpoint; found once */
  everyPeer(family) {
    const all = { family, first: 0n, last: lastAddress(family) };
    return this.#everyPeer[family] ??= [...new Set(Array.from(this.piecesOf(all, void 0), ({ peer }) => peer))];
  }
  #peer(family, cover, endpoints) {
    if (endpoints.length > 0) return this.#buildPeer(family, cover, endpoints);
    const memo = this.#peerOfCover[family];
    let peer = memo.get(cover.id);
    if (peer === void 0) {
      peer = this.#buildPeer(family, cover, endpoints);
      memo.set(cover.id, peer);
    }
    return peer;
  }
  #buildPeer(family, cover, endpoints) {
    const members = endpoints.map(({ labels, ports: ports6 }) => ({
      labels: this.#selectors.classOf(labels),
      prefix: bitsOf(family),
      ports: ports6
    }));
    const nets2 = /* @__PURE__ */ new Set();
    const services = [];
    for (const value2 of cover.values) {
      const set = this.#sets[value2 - this.#netCount];
      const service2 = this.#services[value2 - this.#netCount - this.#sets.length];
      if (value2 < this.#netCount) nets2.add(value2);
      else if (set !== void 0)
        members.push({ labels: this.#selectors.classOf(set.labels), prefix: set.prefix, ports: [] });
      else if (service2 !== void 0) services.push(service2);
    }
    const key = peerKey(family, nets2, members, services);
    let peer = this.#peers.get(key);
    if (peer === void 0) {
      const complete = members.every(({ labels }) => labels.must === labels.may);
      peer = { id: this.#peers.size, family, nets: nets2, members, services, complete };
      this.#peers.set(key, peer);
    }
    return peer;
  }
};
function peerKey(family, nets2, members, services) {
  const memberKeys = members.map(
    ({ labels, ports: ports6, prefix: prefix2 }) => `${String(labels.id)}/${String(prefix2)}${ports6.map((one) => `:${one.name},${String(one.protocol)},${String(one.port)}`).join("")}`
  );
  const serviceKeys = services.map((one) => `${one.service},${String(one.protocol)},${String(one.port)}`);
  return `${String(family)}|${[...nets2].join(",")}|${memberKeys.join(" ")}|${serviceKeys.join(" ")}`;
}
function splitCatchAll(cidr) {
  if (cidr.prefix !== 0) return [cidr];
  const half = 1n << BigInt(bitsOf(cidr.family) - 1);
  return [cidrOf({ family: cidr.family, value: 0n }, 1), cidrOf({ family: cidr.family, value: half }, 1)];
}
var ipKey = (ip) => `${String(ip.family)}:${ip.value.toString(36)}`;
function append(map, key, value2) {
  const list3 = map.get(key);
  if (list3 === void 0) map.set(key, [value2]);
  else list3.push(value2);
}

// src/engine/row-index.ts
var FEW = 32;
var AddressRows = class {
  #base;
  #end;
  #bySelector = /* @__PURE__ */ new Map();
  #byNets = /* @__PURE__ */ new Map();
  #always = [];
  #few;
  constructor(rows, end2) {
    this.#base = emptyBits(rows.length);
    this.#end = end2;
    this.#few = rows.length <= FEW;
    for (const [at2, row] of rows.entries()) {
      const { nets: nets2, notNets, notSelector, selector: selector2, service: service2 } = row[end2];
      const asksFamily = row.rule.match.family !== void 0;
      const asksOther = notNets !== void 0 || notSelector !== void 0 || asksFamily;
      const isBase = selector2 === void 0 && nets2 === void 0 && !asksOther && !(end2 === "source" && service2 !== void 0);
      if (isBase) setBit(this.#base, at2);
      else if (this.#few) this.#always.push(at2);
      else if (selector2 !== void 0) push(this.#bySelector, selector2, at2);
      else if (nets2 !== void 0) push(this.#byNets, nets2, at2);
      else this.#always.push(at2);
    }
  }
  candidates(peer) {
    return { base: this.#base, baseId: this.#end, rows: this.#few ? this.#always : this.#rows(peer) };
  }
  #rows(peer) {
    const rows = new Set(this.#always);
    for (const number of peer.nets) for (const at2 of this.#byNets.get(number) ?? []) rows.add(at2);
    for (const { labels } of peer.members)
      for (const selector2 of labels.may) for (const at2 of this.#bySelector.get(selector2) ?? []) rows.add(at2);
    return rows;
  }
};
var WIDE2 = 64;
var Layer4Rows = class {
  #rows;
  #edges;
  /** Rows that ask for no more than a protocol */
  #protocolOnly = [];
  #byInterval = /* @__PURE__ */ new Map();
  #always = [];
  #bases = /* @__PURE__ */ new Map();
  /** `edges`: the first ports of the intervals between which no row tells destination ports apart */
  constructor(rows, edges) {
    this.#rows = rows;
    this.#edges = edges;
    for (const [at2, row] of rows.entries()) this.#add(at2, row);
  }
  #add(at2, { joint, rule }) {
    const { destination: destination2, icmp: icmp4, notIcmp, notProtocol, source: source2 } = rule.match;
    const asksOther = joint || icmp4 !== void 0 || notIcmp !== void 0 || notProtocol !== void 0;
    const ports6 = [destination2.ports, destination2.notPorts, source2.ports, source2.notPorts];
    if (!asksOther && ports6.every((one) => one === void 0)) {
      this.#protocolOnly.push(at2);
      return;
    }
    const intervals = asksOther ? void 0 : this.#intervalsOf(destination2.ports?.ranges);
    if (intervals === void 0) this.#always.push(at2);
    else for (const interval of intervals) push(this.#byInterval, interval, at2);
  }
  #intervalsOf(ranges) {
    if (ranges === void 0) return void 0;
    const intervals = /* @__PURE__ */ new Set();
    for (const { from, to } of ranges)
      for (let at2 = intervalOf(this.#edges, from); (this.#edges[at2] ?? Infinity) <= to; at2++) {
        intervals.add(at2);
        if (intervals.size > WIDE2) return void 0;
      }
    return intervals;
  }
  candidates({ destinationPort, protocol: protocol3 }) {
    const interval = intervalOf(this.#edges, destinationPort);
    const rows = [...this.#always, ...this.#byInterval.get(interval) ?? []];
    return { base: this.#base(protocol3), baseId: String(protocol3), rows };
  }
  #base(protocol3) {
    let base = this.#bases.get(protocol3);
    if (base === void 0) {
      base = emptyBits(this.#rows.length);
      for (const at2 of this.#protocolOnly) {
        const asked = this.#rows[at2]?.rule.match.protocol;
        if (asked === void 0 || asked === protocol3) setBit(base, at2);
      }
      this.#bases.set(protocol3, base);
    }
    return base;
  }
};
function intervalOf(edges, port2) {
  if (port2 === void 0) return -1;
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = low + high + 1 >>> 1;
    if ((edges[middle] ?? 0) <= port2) low = middle;
    else high = middle - 1;
  }
  return low;
}
function push(map, key, value2) {
  const list3 = map.get(key);
  if (list3 === void 0) map.set(key, [value2]);
  else list3.push(value2);
}

// src/engine/program.ts
var Program = class {
  rows;
  tiers;
  profile;
  /** First values of the intervals in which the rows cannot tell ports apart */
  sourcePortEdges;
  destinationPortEdges;
  asksIcmp;
  /** Some row has names of ports or a Service, so addresses and ports cannot be looked at apart */
  joint;
  /** Equal programs have equal numbers */
  id;
  #unsure;
  #preview;
  #open;
  /** Some row has names of ports for the source, so a source port that is missing leaves it open */
  jointSource;
  #sourceRows;
  #destinationRows;
  #layer4Rows;
  #bySource = /* @__PURE__ */ new Map();
  #byDestination = /* @__PURE__ */ new Map();
  #byLayer4 = /* @__PURE__ */ new Map();
  #byLayer4AndPeers = /* @__PURE__ */ new Map();
  #interned = /* @__PURE__ */ new Map();
  #verdicts = /* @__PURE__ */ new Map();
  constructor(id, parts, preview2) {
    this.id = id;
    this.rows = parts.rows;
    this.tiers = parts.tiers;
    this.profile = parts.profile;
    this.#open = parts.open === true;
    this.#unsure = parts.unsure;
    this.#preview = preview2;
    this.sourcePortEdges = portEdges(parts.rows, "source");
    this.destinationPortEdges = portEdges(parts.rows, "destination");
    this.asksIcmp = parts.rows.some(({ rule }) => rule.match.icmp !== void 0 || rule.match.notIcmp !== void 0);
    this.jointSource = parts.rows.some(({ rule }) => names2(rule.match.source) > 0);
    this.joint = parts.rows.some(({ joint }) => joint);
  }
  sourceVector(peer) {
    let vector = this.#bySource.get(peer.id);
    if (vector === void 0) {
      this.#sourceRows ??= new AddressRows(this.rows, "source");
      vector = this.#vector(
        this.#sourceRows.candidates(peer),
        (row) => meetsAddress(row, "source", peer, this.#preview)
      );
      this.#bySource.set(peer.id, vector);
    }
    return vector;
  }
  destinationVector(peer) {
    let vector = this.#byDestination.get(peer.id);
    if (vector === void 0) {
      this.#destinationRows ??= new AddressRows(this.rows, "destination");
      const candidates = this.#destinationRows.candidates(peer);
      vector = this.#vector(candidates, (row) => meetsAddress(row, "destination", peer, this.#preview));
      this.#byDestination.set(peer.id, vector);
    }
    return vector;
  }
  layer4Vector(l4, source2, destination2) {
    if (this.joint || this.asksIcmp && l4.icmp !== void 0) {
      return this.#layer4(this.#byLayer4AndPeers, this.#layer4Key(l4, source2, destination2), l4, source2, destination2);
    }
    const from = intervalOf(this.sourcePortEdges, l4.sourcePort) + 1;
    const to = intervalOf(this.destinationPortEdges, l4.destinationPort) + 1;
    const key = (l4.protocol * 262144 + from) * 262144 + to;
    return this.#layer4(this.#byLayer4, key, l4, source2, destination2);
  }
  #layer4(memo, key, l4, source2, destination2) {
    let vector = memo.get(key);
    if (vector === void 0) {
      this.#layer4Rows ??= new Layer4Rows(this.rows, this.destinationPortEdges);
      const candidates = this.#layer4Rows.candidates(l4);
      vector = this.#vector(candidates, (row) => meetsLayer4(row, l4, source2, destination2, this.#preview));
      memo.set(key, vector);
    }
    return vector;
  }
  /** Equal keys: no row can tell the two apart */
  #layer4Key({ destinationPort, icmp: icmp4, protocol: protocol3, sourcePort }, source2, destination2) {
    const to = this.joint ? destinationPort : intervalOf(this.destinationPortEdges, destinationPort);
    const from = this.jointSource ? sourcePort : intervalOf(this.sourcePortEdges, sourcePort);
    const types = icmp4 === void 0 ? "" : `${String(icmp4.type)}.${String(icmp4.code)}`;
    const ends = this.joint ? `${this.jointSource ? String(source2.id) : ""}>${String(destination2.id)}` : "";
    return `${String(protocol3)} ${String(from)} ${String(to)} ${types} ${ends}`;
  }
  #vector({ base, baseId, rows }, meets) {
    const sure = [];
    const possible3 = [];
    for (const at2 of rows) {
      const row = this.rows[at2];
      const sureness = row === void 0 ? NO : meets(row);
      if (sureness === YES) sure.push(at2);
      else if (sureness === MAYBE) possible3.push(at2);
    }
    return this.#intern(`${baseId} ${sure.join()} ${possible3.join()}`, () => {
      const must = Uint32Array.from(base);
      for (const at2 of sure) setBit(must, at2);
      if (possible3.length === 0) return { must, may: must };
      const may = Uint32Array.from(must);
      for (const at2 of possible3) setBit(may, at2);
      return { must, may };
    });
  }
  /** INVARIANT: equal keys have equal bits. Keys of different dimensions never meet, for each names its base */
  #intern(key, bits) {
    let vector = this.#interned.get(key);
    if (vector === void 0) {
      vector = { id: this.#interned.size, ...bits() };
      this.#interned.set(key, vector);
    }
    return vector;
  }
  /** One of several values: what all of them satisfy, and what any does */
  merge(vectors) {
    const distinctVectors = [...new Set(vectors)];
    const [first2, ...rest] = distinctVectors;
    if (first2 !== void 0 && rest.length === 0) return first2;
    const key = `merged ${distinctVectors.map(({ id }) => id).join()}`;
    return this.#intern(key, () => ({
      must: and2(distinctVectors.map(({ must }) => must)),
      may: or(distinctVectors.map(({ may }) => may))
    }));
  }
  /** The same rules in the same order with the same ends: over one cluster, no flow is judged differently */
  isSameAs(other) {
    return this.rows.length === other.rows.length && this.rows.every(({ rule }, at2) => rule === other.rows[at2]?.rule) && this.tiers.length === other.tiers.length && this.tiers.every((tier, at2) => isSameTier(tier, other.tiers[at2]));
  }
  verdict(source2, destination2, l4) {
    const key = (source2.id * 131072 + destination2.id) * 131072 + l4.id;
    let verdict2 = this.#verdicts.get(key);
    if (verdict2 === void 0) {
      verdict2 = endVerdict(this.#walk(source2, destination2, l4));
      this.#verdicts.set(key, verdict2);
    }
    return verdict2;
  }
  #walk(source2, destination2, l4) {
    const outcomes = [];
    let trace = [];
    for (const tier of this.tiers) {
      const passed = this.#walkTier(tier, [source2, destination2, l4], trace, outcomes);
      if (passed === void 0) return outcomes;
      trace = passed;
    }
    outcomes.push(this.#open ? { action: "allow", trace } : ended(trace, this.profile));
    return outcomes;
  }
  /** The trace with which evaluation goes on to the next tier; undefined where it cannot */
  #walkTier(tier, flow, trace, outcomes) {
    const walk = new TierWalk(trace, outcomes);
    for (const at2 of this.#candidates(tier, flow)) {
      const row = this.rows[at2];
      if (row?.policy.unknown !== void 0) walk.mayDoAnything();
      else if (row?.hit !== void 0) {
        walk.mayHit(row.hit);
        if (!flow.every(({ must }) => hasBit2(must, at2))) continue;
        if (this.#isSure(at2)) return walk.passed;
        walk.matchesIfGoverning(row);
      }
    }
    return walk.end(tier);
  }
  /** Rows of a tier that may match, in order */
  *#candidates(tier, [a, b, c]) {
    const end2 = tier.previewFailsFrom ?? tier.endRow;
    for (let at2 = tier.firstRow; at2 < end2; at2++) {
      at2 = firstCommon(a.may, b.may, c.may, at2, end2);
      if (at2 === -1) return;
      yield at2;
    }
  }
  #isSure(at2) {
    return this.#unsure === void 0 || !hasBit2(this.#unsure, at2);
  }
  /** Rows that may match and need not, in the order of the walk, up to the first that must */
  *openRows(source2, destination2, l4) {
    const all = [source2, destination2, l4];
    for (let at2 = 0; at2 < this.rows.length; at2++) {
      at2 = firstCommon(source2.may, destination2.may, l4.may, at2, this.rows.length);
      const row = this.rows[at2];
      if (at2 === -1 || row === void 0) return;
      if (row.action === "log") continue;
      const because3 = DIMENSIONS.filter((_, i) => !hasBit2(all[i]?.must ?? source2.must, at2));
      const unsure = !this.#isSure(at2);
      if (because3.length > 0 || unsure) yield { row, at: at2, because: unsure ? [...because3, "row"] : because3 };
    }
  }
};
function isSameTier(tier, other) {
  const { endOfTier: endOfTier2, endRow, governs, name: name3 } = tier;
  return other?.name === name3 && other.endRow === endRow && other.governs === governs && other.endOfTier.action === endOfTier2.action && other.endOfTier.source === endOfTier2.source;
}
var DIMENSIONS = ["source", "destination", "layer4"];
var TierWalk = class {
  /** The trace with which the next tier begins, once some way leads there */
  passed;
  #trace;
  #outcomes;
  #matching = /* @__PURE__ */ new Set();
  constructor(trace, outcomes) {
    this.#trace = trace;
    this.#outcomes = outcomes;
  }
  mayHit(hit) {
    if (hit.action === "pass") this.passed ??= [...this.#trace, hit];
    else this.#outcomes.push(ended(this.#trace, hit));
  }
  /** The walk goes on all the same, for a policy that is not understood may also not match */
  mayDoAnything() {
    this.#outcomes.push({ action: "unknown", trace: this.#trace });
    this.passed ??= this.#trace;
  }
  /** A rule that matches for certain, of a policy that may not govern */
  matchesIfGoverning({ policy, rule }) {
    if (rule.uncertain === void 0) this.#matching.add(policy);
  }
  end(tier) {
    if (tier.previewFailsFrom !== void 0) this.#outcomes.push({ action: "unknown", trace: [] });
    else if (tier.silent === true) this.passed ??= this.#trace;
    else if (tier.governs || this.#matching.size < tier.policyCount) this.mayHit(tier.endOfTier);
    return tier.governs ? this.passed : this.passed ?? this.#trace;
  }
};
var names2 = ({ notPorts, ports: ports6 }) => (ports6?.names.length ?? 0) + (notPorts?.names.length ?? 0);
function ended(trace, hit) {
  const action2 = hit.action === "allow" ? "allow" : "deny";
  return { action: action2, trace: [...trace, hit] };
}
function endVerdict(all) {
  const outcomes = distinct(all);
  const [first2] = outcomes;
  if (first2 === void 0) throw new Error("INVARIANT: every walk ends");
  const agree = outcomes.every(({ action: action2 }) => action2 === first2.action);
  return {
    is: agree ? first2.action : "unknown",
    trace: outcomes.length === 1 ? first2.trace : sharedRows(outcomes),
    outcomes,
    because: []
  };
}
function distinct(outcomes) {
  if (outcomes.length < 2) return outcomes;
  const out = [];
  for (const outcome of outcomes)
    if (!out.some((one) => one.action === outcome.action && sameTrace2(one.trace, outcome.trace))) out.push(outcome);
  return out;
}
var sameTrace2 = (a, b) => a.length === b.length && a.every((hit, i) => hit === b[i]);
function sharedRows(outcomes) {
  const [first2, ...rest] = outcomes;
  const trace = first2?.trace ?? [];
  const length = trace.findIndex((hit, i) => !rest.every((one) => one.trace[i] === hit));
  return length === -1 ? trace : trace.slice(0, length);
}
function portEdges(rows, end2) {
  const edges = /* @__PURE__ */ new Set([0]);
  for (const { rule } of rows)
    for (const match2 of [rule.match[end2].ports, rule.match[end2].notPorts])
      for (const { from, to } of match2?.ranges ?? []) edges.add(from).add(to + 1);
  return [...edges].sort((a, b) => a - b);
}

// src/engine/selector-index.ts
var SelectorIndex = class {
  #numbers = /* @__PURE__ */ new Map();
  #selectors = [];
  #byValue = /* @__PURE__ */ new Map();
  #unindexed = [];
  #classes = /* @__PURE__ */ new Map();
  #classOf = /* @__PURE__ */ new WeakMap();
  /** The number of a selector. All selectors are added before the first class is asked for */
  add(selector2) {
    const known4 = this.#numbers.get(selector2.text);
    if (known4 !== void 0) return known4;
    if (this.#classes.size > 0) throw new Error("INVARIANT: selectors are added before labels are matched");
    const number = this.#selectors.length;
    this.#numbers.set(selector2.text, number);
    this.#selectors.push(selector2);
    const required2 = requiredValues(selector2.tree);
    if (required2 === void 0) this.#unindexed.push(number);
    else for (const value2 of required2.values) push2(this.#byValue, valueKey(required2.label, value2), number);
    return number;
  }
  numberOf(selector2) {
    return this.#numbers.get(selector2.text);
  }
  classOf(set) {
    let found = this.#classOf.get(set);
    if (found === void 0) {
      found = this.#findClass(set);
      this.#classOf.set(set, found);
    }
    return found;
  }
  #findClass(set) {
    const key = classKey(set);
    let found = this.#classes.get(key);
    if (found === void 0) {
      found = this.#match(set, this.#classes.size);
      this.#classes.set(key, found);
    }
    return found;
  }
  #match(set, id) {
    const must = /* @__PURE__ */ new Set();
    const may = /* @__PURE__ */ new Set();
    for (const number of this.#candidates(set)) {
      const selector2 = this.#selectors[number];
      if (selector2 === void 0 || may.has(number)) continue;
      const answer = matches(selector2.tree, set);
      if (answer !== false) may.add(number);
      if (answer === true) must.add(number);
    }
    return { id, must: set.complete ? may : must, may };
  }
  *#candidates(set) {
    if (!set.complete) {
      for (let number = 0; number < this.#selectors.length; number++) yield number;
      return;
    }
    yield* this.#unindexed;
    for (const [label, value2] of set.labels) {
      const numbers2 = this.#byValue.get(valueKey(label, value2));
      if (numbers2 !== void 0) yield* numbers2;
    }
  }
};
var valueKey = (label, value2) => `${label}=${value2}`;
function classKey(set) {
  const parts = [];
  for (const [label, value2] of set.labels)
    parts.push(`${String(label.length)}:${label}${String(value2.length)}:${value2}`);
  return `${set.complete ? "" : "?"}${parts.sort().join("")}`;
}
function push2(map, key, value2) {
  const list3 = map.get(key);
  if (list3 === void 0) map.set(key, [value2]);
  else list3.push(value2);
}

// src/engine/engine.ts
var Engine = class {
  cluster;
  peers;
  /** What hosts say of packets; undefined where none has a say, and for the preview, which knows none (§7.3) */
  hosts;
  #tiers;
  #selectors;
  #rowsOf = /* @__PURE__ */ new Map();
  #preview;
  #workloads;
  #nodes;
  #programs = /* @__PURE__ */ new Map();
  #programOf = { ingress: /* @__PURE__ */ new Map(), egress: /* @__PURE__ */ new Map() };
  #policyNumbers = /* @__PURE__ */ new Map();
  constructor(cluster, policies, semantics) {
    this.cluster = cluster;
    this.#preview = { semantics, nftables: cluster.settings.nftables };
    this.#tiers = inOrder(policies);
    this.#selectors = new SelectorIndex();
    const numbers2 = { selectors: this.#selectors, netLists: [], services: /* @__PURE__ */ new Set() };
    for (const { policies: list3 } of this.#tiers) for (const policy of list3) this.#compile(policy, numbers2);
    this.hosts = semantics === "dataplane" && this.#hostsMatter() ? new HostRules(cluster, numbers2, (endpoint, list3, direction) => this.#hostProgram(endpoint, list3, direction)) : void 0;
    this.peers = new PeerTable(cluster, this.#selectors, numbers2.netLists, numbers2.services);
    this.#nodes = new Map(
      cluster.nodes.flatMap(({ addresses, name: name3 }) => addresses.map((ip) => [printIp(ip), name3]))
    );
    this.#workloads = new Map(cluster.workloads.map((one) => [workloadKey(one.namespace, one.name), one]));
  }
  #compile(policy, numbers2) {
    this.#policyNumbers.set(policy, this.#policyNumbers.size);
    this.#selectors.add(policy.subject);
    const rules4 = (direction) => policy.unknown === void 0 ? policy[direction] ?? [] : [anything2(policy, policy.unknown.what)];
    const rows = (direction) => rules4(direction).map((rule, index) => compileRow(policy, rule, index, numbers2));
    this.#rowsOf.set(policy, { ingress: rows("ingress"), egress: rows("egress") });
  }
  workload(namespace, name3) {
    return this.#workloads.get(workloadKey(namespace, name3));
  }
  /** The workloads that a policy applies to, or may */
  selected(policy) {
    const number = this.#selectors.numberOf(policy.subject);
    if (number === void 0) return [];
    return this.cluster.workloads.filter(({ labels }) => this.#selectors.classOf(labels).may.has(number));
  }
  /** The workload at an address, where exactly one has it */
  workloadAt(ip) {
    const [first2, second] = this.peers.endpointsAt(ip);
    return second === void 0 && first2?.is === "workload" ? first2 : void 0;
  }
  /** Whether a row would match if its rule were `rule`, which asks for no address that the row does not ask for */
  meetsAlone(row, rule, { destination: destination2, layer4: layer42, source: source2 }) {
    const alone = withRule(row, rule);
    return [
      meetsAddress(alone, "source", source2.peer, this.#preview),
      meetsAddress(alone, "destination", destination2.peer, this.#preview),
      meetsLayer4(alone, layer42, source2.peer, destination2.peer, this.#preview)
    ].reduce(least);
  }
  /** The node whose address it is */
  nodeAt(ip) {
    return this.#nodes.get(printIp(ip));
  }
  /** What governs a workload in one direction. Equal programs are one object */
  program(workload, direction) {
    const labels = this.#selectors.classOf(workload.labels);
    const profile = profileName(workload);
    const memo = this.#programOf[direction];
    const memoKey = `${String(labels.id)} ${profile}`;
    let program = memo.get(memoKey);
    if (program === void 0) {
      program = this.#build(labels, workload, direction);
      memo.set(memoKey, program);
    }
    return program;
  }
  /** Whether any host could do anything to a packet but let it pass */
  #hostsMatter() {
    const { cluster } = this;
    if (cluster.settings.endpointToHost === "deny" || networkOf(cluster).serviceLoops.length > 0) return true;
    return judgedEndpoints(cluster).some((endpoint) => {
      const labels = this.#selectors.classOf(endpoint.labels);
      return endpoint.profile?.action !== "allow" || DIRECTIONS.some((direction) => this.#governingTiers(labels, direction).length > 0);
    });
  }
  get semantics() {
    return this.#preview.semantics;
  }
  #build(labels, workload, direction) {
    const tiers = this.#governingTiers(labels, direction);
    return this.#shared([direction, profileName(workload), ...this.#keysOf(tiers)], (id) => {
      const parts = assemble({ tiers, list: "normal", ...this.#assembly(direction), first: [], last: [] });
      return new Program(id, { ...parts, profile: workloadProfile(workload) }, this.#preview);
    });
  }
  #hostProgram(endpoint, list3, direction) {
    if (this.hosts === void 0) throw new Error("INVARIANT: programs of hosts are asked for where hosts matter");
    const tiers = this.#governingTiers(this.#selectors.classOf(endpoint.labels), direction).flatMap((one) => {
      const selected2 = one.selected.filter(({ policy }) => standsIn(list3, policy));
      return selected2.length === 0 ? [] : [{ ...one, selected: selected2 }];
    });
    const { profile } = endpoint;
    const frame = this.hosts.frame(endpoint, list3, direction);
    const key = [list3, direction, profile?.name ?? "", profile?.action ?? "", ...this.#keysOf(tiers)];
    return this.#shared(key, (id) => {
      const parts = assemble({ tiers, list: list3, ...this.#assembly(direction), first: frame.first, last: frame.last });
      return new Program(id, { ...parts, profile: frame.profile, open: frame.open }, this.#preview);
    });
  }
  #assembly(direction) {
    return { semantics: this.#preview.semantics, rowsOf: (policy) => this.#rows(policy, direction) };
  }
  /** INVARIANT: equal keys, equal programs */
  #shared(parts, make) {
    const key = parts.join(" ");
    let program = this.#programs.get(key);
    if (program === void 0) {
      program = make(this.#programs.size);
      this.#programs.set(key, program);
    }
    return program;
  }
  #keysOf(tiers) {
    return tiers.flatMap(
      ({ selected: selected2 }) => selected2.map((one) => `${String(this.#policyNumbers.get(one.policy))}${one.sure ? "" : "?"}`)
    );
  }
  #governingTiers(labels, direction) {
    return this.#tiers.flatMap(({ policies, tier }) => {
      const selected2 = policies.flatMap((policy) => this.#governing(policy, labels, direction));
      return selected2.length === 0 ? [] : [{ tier, selected: selected2 }];
    });
  }
  #governing(policy, labels, direction) {
    if (policy[direction] === void 0) return [];
    const number = this.#selectors.numberOf(policy.subject);
    if (number === void 0 || !labels.may.has(number)) return [];
    return [{ policy, sure: labels.must.has(number) && policy.unknown === void 0 }];
  }
  #rows(policy, direction) {
    const rows = this.#rowsOf.get(policy);
    if (rows === void 0) throw new Error("INVARIANT: every policy of the set is compiled");
    return rows[direction];
  }
};
var anything2 = (policy, what) => ({
  action: "allow",
  match: {
    family: void 0,
    protocol: void 0,
    notProtocol: void 0,
    icmp: void 0,
    notIcmp: void 0,
    source: ANY_ENTITY,
    destination: ANY_ENTITY
  },
  at: policy.at,
  written: 0,
  uncertain: what
});
var profileName = ({ namespace, namespaceKnown }) => `kns.${namespace}${namespaceKnown ? "" : "!"}`;
var workloadProfile = ({ namespace, namespaceKnown }) => profileHit(`kns.${namespace}`, namespaceKnown ? "allow" : "deny");

// src/engine/because.ts
var MOST_REASONS = 5;
function reasonsFor(question, direction) {
  const ends = direction === "egress" ? question.sources : question.destinations;
  const programs = [...new Set(ends.flatMap(({ program }) => program === void 0 ? [] : [program]))];
  const reasons2 = programs.flatMap((program) => reasonsOf(program, question, direction));
  if (programs.length > 1) reasons2.push(podsDiffer(question, direction === "egress" ? "source" : "destination"));
  if (programs.some(({ tiers }) => tiers.some((tier) => tier.previewFailsFrom !== void 0)))
    reasons2.push({ code: "preview-fails", args: [], at: void 0 });
  return distinct2(reasons2).slice(0, MOST_REASONS);
}
function reasonsOf(program, question, direction) {
  const own = (ends, governed2) => governed2 ? ends.filter((one) => one.program === program) : ends;
  const sources = own(question.sources, direction === "egress");
  const destinations = own(question.destinations, direction === "ingress");
  const source2 = program.merge(sources.map(({ peer }) => program.sourceVector(peer)));
  const destination2 = program.merge(destinations.map(({ peer }) => program.destinationVector(peer)));
  const layer42 = program.merge(
    question.layer4.flatMap(
      (l4) => sources.flatMap((from) => destinations.map((to) => program.layer4Vector(l4, from.peer, to.peer)))
    )
  );
  return openReasons(program, [source2, destination2, layer42], question);
}
var openReasons = (program, vectors, question) => Array.from(program.openRows(...vectors)).flatMap(
  ({ because: because3, row }) => because3.map((dimension) => reasonOf(dimension, row, question))
);
function reasonOf(dimension, row, question) {
  switch (dimension) {
    case "source":
    case "destination":
      return endReason(row, question, dimension);
    case "layer4":
      return portReason(missingFact(question), row);
    case "row":
      if (row.policy.unknown !== void 0)
        return { code: "policy-unknown", args: [row.policy.unknown.what], at: row.policy.at };
      if (row.rule.uncertain !== void 0) return rowReason("condition-unknown", row, row.rule.uncertain);
      return rowReason("labels-missing", row);
  }
}
function endReason(row, question, end2) {
  const choices = end2 === "source" ? question.sources : question.destinations;
  const { name: name3 } = question.flow[end2];
  if (choices.some(({ peer }) => !peer.complete)) return rowReason("labels-missing", row, name3);
  if (choices.some(({ shown: shown3 }) => shown3.is === "possible")) {
    const reason = rowReason("address-missing", row, name3);
    return { ...reason, args: [...reason.args, ...prefixesOf(row.rule.match[end2])] };
  }
  return { ...podsDiffer(question, end2), at: row.rule.at };
}
function podsDiffer(question, end2) {
  const choices = end2 === "source" ? question.sources : question.destinations;
  const count3 = choices.reduce((sum, { shown: shown3 }) => sum + shown3.members.length, 0);
  return { code: "pods-differ", args: [question.flow[end2].name, String(count3)], at: void 0 };
}
function missingFact({ flow }) {
  if (flow.missing.sourcePort) return "source-port-missing";
  return flow.missing.icmp ? "icmp-missing" : "destination-port-missing";
}
var MOST_SHOWN = 3;
function prefixesOf({ nets: nets2, notNets }) {
  const list3 = nets2 ?? notNets ?? [];
  if (list3.length === 0 || list3.length > MOST_SHOWN) return [];
  return [nets2 === void 0 ? "leaves-out" : "matches", ...list3.map(printCidr)];
}
function portReason(code2, row) {
  const reason = rowReason(code2, row);
  const { destination: destination2, source: source2 } = row.rule.match;
  if (code2 === "icmp-missing") return reason;
  const { ports: ports6 } = code2 === "source-port-missing" ? source2 : destination2;
  const shown3 = [
    ...(ports6?.ranges ?? []).map(({ from, to }) => from === to ? String(from) : `${String(from)}-${String(to)}`),
    ...ports6?.names ?? []
  ];
  return shown3.length > MOST_SHOWN ? reason : { ...reason, args: [...reason.args, ...shown3] };
}
function rowReason(code2, { policy, rule }, what = "") {
  const at2 = rule.at;
  return { code: code2, args: [what, policy.id.kind, policy.id.namespace, policy.id.name, String(rule.written + 1)], at: at2 };
}
function distinct2(reasons2) {
  const seen = /* @__PURE__ */ new Set();
  return reasons2.filter(({ args, code: code2 }) => {
    const key = `${code2} ${args.join(" ")}`;
    return !seen.has(key) && seen.add(key);
  });
}

// src/engine/choices.ts
var EVERYWHERE2 = [4, 6].map((family) => ({
  family,
  first: 0n,
  last: lastAddress(family)
}));
function choicesOf(engine, end2) {
  const fixed2 = [];
  const open3 = [];
  for (const candidate of end2.candidates) {
    const choices = choiceOf(engine, candidate);
    fixed2.push(...choices.fixed);
    open3.push(...choices.open);
  }
  return { fixed: fixed2, open: open3 };
}
function choiceOf(engine, candidate) {
  switch (candidate.is) {
    case "address":
      return { fixed: [atAddress(engine, candidate.ip, printIp(candidate.ip), candidate)], open: [] };
    case "addresses":
      return { fixed: [], open: [{ workload: void 0, ranges: candidate.ranges, name: candidate.what, candidate }] };
    case "stand-in":
      return { fixed: [], open: [openWorkload(engine, candidate.workload, candidate)] };
    case "pod":
      return podChoices(engine, candidate);
  }
}
function podChoices(engine, candidate) {
  const { ip, name: name3, namespace } = candidate;
  const shown3 = `${namespace}/${name3}`;
  const workload = engine.workload(namespace, name3);
  if (workload === void 0) {
    const host = engine.cluster.hostPods.find((one) => one.namespace === namespace && one.name === name3);
    const addresses2 = ip === void 0 ? host?.addresses ?? [] : [ip];
    if (addresses2.length === 0)
      return { fixed: [], open: [{ workload: void 0, ranges: EVERYWHERE2, name: shown3, candidate }] };
    return { fixed: addresses2.map((one) => atAddress(engine, one, shown3, candidate)), open: [] };
  }
  const addresses = ip === void 0 ? workload.addresses : [ip];
  if (addresses.length === 0) return { fixed: [], open: [openWorkload(engine, workload, candidate)] };
  const known4 = { is: "known", members: [shown3] };
  const candidates = [candidate];
  return {
    fixed: addresses.map((one) => ({
      workload,
      peer: engine.peers.peerAt(one),
      shown: known4,
      node: void 0,
      candidates
    })),
    open: []
  };
}
function atAddress(engine, ip, name3, candidate) {
  const workload = engine.workloadAt(ip);
  return {
    workload,
    peer: engine.peers.peerAt(ip),
    shown: { is: "known", members: [workload === void 0 ? name3 : `${workload.namespace}/${workload.name}`] },
    node: engine.nodeAt(ip),
    candidates: [candidate]
  };
}
function openWorkload(engine, workload, candidate) {
  const { pools } = engine.cluster;
  const ranges = pools.length === 0 ? EVERYWHERE2 : pools;
  return { workload, ranges, name: `${workload.namespace}/${workload.name}`, candidate };
}
function piecesOf(engine, choice, tell2) {
  const { ranges, workload } = choice;
  const groups = /* @__PURE__ */ new Map();
  for (const range3 of ranges)
    for (const piece of engine.peers.piecesOf(range3, workload)) {
      const key = `${String(piece.peer.family)} ${tell2(piece.peer)}`;
      const group = groups.get(key);
      if (group === void 0) groups.set(key, { peer: piece.peer, ranges: [piece.range] });
      else group.ranges.push(piece.range);
    }
  const families = new Set(Array.from(groups.values(), ({ peer }) => peer.family));
  const alike = workload !== void 0 && groups.size === families.size;
  return Array.from(groups.values(), ({ peer, ranges: piece }) => ({
    workload,
    peer,
    ...alike ? wholeOf(choice) : pieceOf(choice, piece),
    node: void 0
  }));
}
var wholeOf = ({ candidate, name: name3 }) => ({
  shown: { is: "known", members: [name3] },
  candidates: [candidate]
});
function pieceOf({ candidate, name: name3, ranges: among, workload }, ranges) {
  const open3 = { name: name3, ranges, among };
  const texts4 = boundTexts(open3);
  if (workload !== void 0)
    return { shown: { is: "possible", members: [`${name3} at ${texts4.join(", ")}`] }, candidates: [candidate] };
  return {
    shown: { is: "possible", members: texts4, open: [open3] },
    candidates: [{ is: "addresses", ranges, what: name3 }]
  };
}

// src/model/verdict.ts
var stoppingSteps = (hosts) => (hosts ?? []).filter(({ verdict: verdict2 }) => verdict2.is !== "allow");

// src/engine/host-cases.ts
var sameSteps = (a, b) => a === b || (a ?? []).length === (b ?? []).length && (a ?? []).every((step, i) => sameStep(step, b?.[i]));
function sameStep(a, b) {
  return a.node === b?.node && a.hook === b?.hook && a.endpoints.join() === b.endpoints.join() && a.verdict.is === b.verdict.is && a.verdict.trace.length === b.verdict.trace.length && a.verdict.trace.every((hit, i) => hit === b.verdict.trace[i]);
}
function hostsOf(cases, overall, question, said2) {
  const [first2, ...others] = cases;
  if (others.length === 0) return first2?.hosts;
  const steps = [];
  for (const step of cases.flatMap(({ hosts }) => stoppingSteps(hosts)))
    if (!steps.some((one) => sameStep(one, step))) steps.push(step);
  const [open3, ...rest] = steps;
  if (open3 === void 0) return void 0;
  const isSaid = said2 || steps.some(({ verdict: verdict2 }) => verdict2.because.length > 0);
  if (overall !== "unknown" || isSaid) return steps;
  return [{ ...open3, verdict: { ...open3.verdict, because: [differing(cases, question)] } }, ...rest];
}
function differing(cases, { flow }) {
  const several = (end2) => {
    const [first2, ...others] = cases.map((one) => one[end2].members.join());
    return others.some((one) => one !== first2);
  };
  return { code: "hosts-differ", args: [flow[several("source") ? "source" : "destination"].name], at: void 0 };
}

// src/engine/layer4.ts
function completions(flow, programs, sources, destinations) {
  const { destinationPort, icmp: icmp4, missing, protocol: protocol3, sourcePort } = flow;
  const given = { protocol: protocol3, sourcePort, destinationPort, icmp: icmp4 };
  let all = [given];
  if (missing.sourcePort && hasPorts2(protocol3)) {
    const edges = programs.flatMap(({ sourcePortEdges }) => sourcePortEdges);
    const ports6 = portsBetween([...edges, ...jointEdges(programs, sources)]);
    all = all.flatMap((one) => ports6.map((port2) => ({ ...one, sourcePort: port2 })));
  }
  if (missing.destinationPort && hasPorts2(protocol3)) {
    const edges = programs.flatMap(({ destinationPortEdges }) => destinationPortEdges);
    const ports6 = portsBetween([...edges, ...jointEdges(programs, destinations)]);
    all = all.flatMap((one) => ports6.map((port2) => ({ ...one, destinationPort: port2 })));
  }
  if (missing.icmp && isIcmp(protocol3)) {
    const types = icmpTypes(programs);
    all = all.flatMap((one) => types.map((type) => ({ ...one, icmp: type })));
  }
  return all;
}
function layer4Texts(all, some) {
  const open3 = DIMENSIONS2.filter(({ of: of2 }) => new Set(all.map(of2)).size > 1);
  const [dimension, ...others] = open3;
  if (dimension === void 0 || others.length > 0) return [];
  return dimension.what === "icmp" ? icmpTexts(all, some) : portTexts(dimension, all, some);
}
var DIMENSIONS2 = [
  { what: "source port", of: ({ sourcePort }) => sourcePort },
  { what: "port", of: ({ destinationPort }) => destinationPort },
  { what: "icmp", of: ({ icmp: icmp4 }) => icmp4 === void 0 ? void 0 : icmp4.type * 256 + icmp4.code }
];
function portTexts({ of: of2, what }, all, some) {
  const starts = [...new Set(all.map((one) => of2(one) ?? 0))].sort((a, b) => a - b);
  const chosen = new Set(some.map((one) => of2(one) ?? 0));
  const ranges = [];
  for (const [i, from] of starts.entries()) {
    if (!chosen.has(from)) continue;
    const to = (starts[i + 1] ?? 65536) - 1;
    const last2 = ranges.at(-1);
    if (last2 !== void 0 && last2.to + 1 === from) last2.to = to;
    else ranges.push({ from, to });
  }
  return ranges.map(
    ({ from, to }) => from === to ? `${what} ${String(from)}` : `${what}s ${String(from)}-${String(to)}`
  );
}
function icmpTexts(all, some) {
  const count3 = (of2, type) => of2.filter(({ icmp: icmp4 }) => icmp4?.type === type).length;
  const types = [...new Set(some.flatMap(({ icmp: icmp4 }) => icmp4?.type ?? []))].sort((a, b) => a - b);
  const named2 = types.filter((type) => count3(all, type) > 1);
  return [
    ...named2.map(
      (type) => count3(some, type) === count3(all, type) ? `ICMP type ${String(type)}` : `ICMP type ${String(type)} with some of its codes`
    ),
    ...named2.length < types.length ? ["any ICMP type that no rule names"] : []
  ];
}
function jointEdges(programs, peers2) {
  if (!programs.some(({ joint }) => joint)) return [];
  const named2 = peers2.flatMap(({ members }) => members.flatMap(({ ports: ports6 }) => ports6.map(({ port: port2 }) => port2)));
  const served = peers2.flatMap(({ services }) => services.flatMap(({ port: port2 }) => port2 ?? []));
  return [...named2, ...served].flatMap((port2) => [port2, port2 + 1]);
}
var isIcmp = (protocol3) => protocol3 === 1 || protocol3 === 58;
function portsBetween(edges) {
  const ports6 = /* @__PURE__ */ new Set([1]);
  for (const edge of edges) if (edge >= 1 && edge <= 65535) ports6.add(edge);
  return [...ports6];
}
function icmpTypes(programs) {
  const named2 = programs.flatMap(({ rows }) => rows.flatMap(({ rule }) => [rule.match.icmp, rule.match.notIcmp])).filter((one) => one !== void 0);
  const types = /* @__PURE__ */ new Map();
  const add = (type, code2) => void types.set(`${String(type)}.${String(code2)}`, { type, code: code2 });
  for (const { code: code2, type } of named2) {
    add(type, code2 ?? 0);
    add(type, unnamed(named2.filter((one) => one.type === type).map((one) => one.code ?? 0)));
  }
  add(unnamed(named2.map(({ type }) => type)), 0);
  return [...types.values()];
}
function unnamed(taken) {
  let free = 0;
  while (taken.includes(free)) free++;
  return free;
}

// src/engine/host-answers.ts
var PASSED = { action: "allow", trace: [] };
var DENIED2 = { action: "deny", trace: [] };
var accepts = ({ action: action2, trace }) => {
  const last2 = trace.at(-1);
  return action2 === "allow" && last2?.action === "allow" && last2.tier !== FAILSAFE;
};
function acceptedBy(verdict2) {
  const passing = (verdict2?.outcomes ?? []).filter(({ action: action2 }) => action2 !== "deny");
  if (passing.some(({ action: action2 }) => action2 === "unknown")) return "maybe";
  if (!passing.some(accepts)) return "no";
  return passing.every(accepts) ? "yes" : "maybe";
}
var eitherAccepted = (a, b) => a === "yes" || b === "yes" ? "yes" : a === "maybe" || b === "maybe" ? "maybe" : "no";
var namesOf2 = (endpoints) => endpoints.map(({ name: name3 }) => name3);

// src/engine/packet.ts
var evaluate = (engine, program, packet) => program.verdict(...vectorsOf(engine, program, packet));
function vectorsOf(engine, program, packet) {
  const [sources, destinations] = endsOf(engine, packet);
  const ends = sources.flatMap((from) => destinations.map((to) => [from, to]));
  const looked = program.joint ? ends : ends.slice(0, 1);
  return [
    program.merge(sources.map((peer) => program.sourceVector(peer))),
    program.merge(destinations.map((peer) => program.destinationVector(peer))),
    program.merge(packet.layer4.flatMap((l4) => looked.map(([from, to]) => program.layer4Vector(l4, from, to))))
  ];
}
function endsOf(engine, { destinations, sources }) {
  const [known4] = [sources, destinations].flatMap((ends) => ends === "any" ? [] : ends);
  const peers2 = (ends) => ends === "any" ? engine.peers.everyPeer(known4?.family ?? 4) : ends;
  return [peers2(sources), peers2(destinations)];
}

// src/engine/untracked.ts
var TCP3 = 6;
var GOES_ON = { outcomes: [PASSED], accepted: "no", open: false };
function untracked(asking, leg, nftables) {
  let accepted = "no";
  for (const side of [leg.from, leg.to]) {
    if (typeof side === "string") continue;
    const candidates = asking.candidates(leg.node, side);
    const asked = candidates.flatMap((one) => {
      const ways = one === void 0 || one.interfaceName === "*" ? void 0 : waysAt(asking, one, leg, side);
      return one === void 0 || ways === void 0 ? [] : [{ endpoint: one, fate: fateOf(ways, leg, side, nftables) }];
    });
    if (asked.length === 0) continue;
    const silent = asked.length < candidates.length;
    const outcomes = [...silent ? [PASSED] : [], ...asked.flatMap(({ fate: fate3 }) => fate3.outcomes)];
    const verdict2 = endVerdict(outcomes);
    const accepts2 = asked.map(({ fate: fate3 }) => fate3.accepted);
    const here = !silent && accepts2.every((one) => one === "yes") ? "yes" : accepts2.every((one) => one === "no") ? "no" : "maybe";
    accepted = eitherAccepted(accepted, here);
    if (verdict2.is === "allow" && here === "no") continue;
    const endpoints = asked.map(({ endpoint }) => endpoint);
    asking.add(leg.node, hookOf(leg, side), namesOf2(endpoints), { ...verdict2, because: because(verdict2, leg, asked) });
  }
  return accepted;
}
var hookOf = ({ from, to }, side) => side === to && from === "process" ? "untracked-egress" : "untracked-ingress";
function because({ is }, { node }, asked) {
  if (is !== "unknown") return [];
  const open3 = asked.find(({ fate: fate3 }) => fate3.open)?.endpoint;
  if (open3 !== void 0) return [{ code: "untracked", args: [open3.name], at: open3.at }];
  const names3 = namesOf2(asked.map(({ endpoint }) => endpoint));
  return [{ code: "host-interface-unknown", args: [node ?? "", names3.join(", ")], at: asked[0]?.endpoint.at }];
}
function waysAt(asking, endpoint, leg, side) {
  const { after, before, from, masqueraded, to } = leg;
  const say = (direction, packet) => asking.say(endpoint, "untracked", direction, packet);
  const ways = side === from ? { request: say("ingress", before), reply: to === "process" ? say("egress", reversed(after)) : void 0 } : {
    request: from === "process" ? say("egress", before) : void 0,
    reply: say("ingress", reversed(masqueraded ? { ...after, sources: "any" } : after))
  };
  return ways.request === void 0 && ways.reply === void 0 ? void 0 : ways;
}
var reversed = ({ destinations, layer4: layer42, sources }) => ({
  sources: destinations,
  destinations: sources,
  layer4: layer42.map((one) => ({ ...one, sourcePort: one.destinationPort, destinationPort: one.sourcePort }))
});
function fateOf({ reply, request }, leg, side, nftables) {
  const denying = [request, reply].find((one) => one?.is === "deny");
  if (denying !== void 0) return { outcomes: denying.outcomes, accepted: "no", open: false };
  const open3 = { outcomes: [PASSED, DENIED2], accepted: "maybe", open: true };
  if (request?.is === "unknown" || reply?.is === "unknown") return open3;
  const [there, back] = [acceptedBy(request), acceptedBy(reply)];
  if (there === "maybe" || back === "maybe") return open3;
  if (there === "no" && back === "no") return GOES_ON;
  const broken3 = { outcomes: brokenBy(there === "yes" ? request : reply), accepted: "no", open: false };
  const isTcp = leg.after.layer4.every(({ protocol: protocol3 }) => protocol3 === TCP3);
  if (isPlain(leg, side)) {
    if (there === "no") return GOES_ON;
    if (back === "yes") return { outcomes: request?.outcomes ?? [PASSED], accepted: "yes", open: false };
    return isTcp && !nftables ? broken3 : open3;
  }
  if (leg.translated === "maybe") return open3;
  if (back === "yes" || leg.translated === "yes") return broken3;
  return side === leg.from && leg.to === "pod" && isTcp ? broken3 : open3;
}
var isPlain = ({ from, masqueraded, to, translated }, side) => translated === "no" && !masqueraded && (side === from ? to === "process" : from === "process");
var brokenBy = (verdict2) => (verdict2?.outcomes ?? []).map(({ trace }) => ({ action: "deny", trace }));

// src/engine/host-hooks.ts
var PRE_DNAT = { hook: "pre-dnat", list: "pre-dnat", direction: "ingress" };
var NORMAL = {
  ingress: { hook: "normal-ingress", list: "normal", direction: "ingress" },
  egress: { hook: "normal-egress", list: "normal", direction: "egress" }
};
var FORWARD = {
  ingress: { hook: "forward-ingress", list: "forward", direction: "ingress" },
  egress: { hook: "forward-egress", list: "forward", direction: "egress" }
};
var HostHooks = class {
  steps = [];
  #engine;
  #hosts;
  #explain;
  #after = "start";
  constructor(engine, hosts, explain) {
    this.#engine = engine;
    this.#hosts = hosts;
    this.#explain = explain;
  }
  pass(leg) {
    const { from, to } = leg;
    let accepted = untracked(this, leg, this.#hosts.cluster.settings.nftables);
    if (from !== "process") accepted = eitherAccepted(accepted, acceptedBy(this.#ask(PRE_DNAT, leg, from, leg.before)));
    if (leg.wraps) return;
    if (from === "process") this.#fromProcess(leg, accepted);
    else if (to === "process") this.#toProcess(leg, accepted);
    else this.#forwarded(leg, accepted);
  }
  #fromProcess(leg, accepted) {
    const { after, to } = leg;
    if (to === "pod" || to === "process") return;
    this.#ask(NORMAL.egress, leg, to, after, accepted);
    if (to !== "loopback") return;
    const looped = acceptedBy(this.#ask(PRE_DNAT, leg, to, after));
    this.#ask(NORMAL.ingress, leg, to, after, looped);
  }
  #toProcess(leg, accepted) {
    const { after, from, node } = leg;
    if (from !== "pod") {
      this.#ask(NORMAL.ingress, leg, from, after, accepted);
      return;
    }
    this.#after = "egress";
    const { endpointToHost } = this.#hosts.cluster.settings;
    if (endpointToHost === "deny") this.add(node, "endpoint-to-host", [], endVerdict([DENIED2]));
  }
  #forwarded(leg, accepted) {
    const { after, from, node, to } = leg;
    this.#ask(FORWARD.ingress, leg, from, after, accepted);
    if (from === "pod") this.#after = "egress";
    if (to === "pod") this.#after = "ingress";
    this.#ask(FORWARD.egress, leg, to, after);
    if (after.destinations === "any") return;
    const { topology } = this.#hosts;
    const circling = after.destinations.filter((peer) => topology.isServiceLoop(peer)).length;
    if (circling === 0) return;
    const all = circling === after.destinations.length;
    this.add(node, "service-loop", [], endVerdict(all ? [DENIED2] : [PASSED, DENIED2]));
  }
  /** Asks whichever endpoint is active at a side; adds a step where one has a say */
  #ask(question, leg, side, packet, accepted = "no") {
    if (accepted === "yes") return void 0;
    const { node } = leg;
    const candidates = this.candidates(node, side);
    const asked = candidates.flatMap((endpoint) => {
      const verdict3 = endpoint === void 0 ? void 0 : this.say(endpoint, question.list, question.direction, packet);
      return endpoint === void 0 || verdict3 === void 0 ? [] : [{ endpoint, verdict: verdict3 }];
    });
    if (asked.length === 0) return void 0;
    const silent = asked.length < candidates.length || accepted === "maybe";
    const outcomes = asked.flatMap(({ verdict: verdict3 }) => verdict3.outcomes);
    const verdict2 = endVerdict(silent ? [PASSED, ...outcomes] : outcomes);
    const because3 = verdict2.is === "unknown" ? this.#reasons(question, leg, asked, packet, silent) : [];
    const said2 = { ...verdict2, because: because3 };
    this.add(node, question.hook, namesOf2(asked.map(({ endpoint }) => endpoint)), said2);
    return said2;
  }
  /** Which of the endpoints it is, where that makes the difference; else the rules that leave it open */
  #reasons({ direction, list: list3 }, { node, translated }, asked, packet, silent) {
    const [first2, ...others] = asked;
    if (first2 === void 0) return [];
    if (silent || others.some(({ verdict: verdict2 }) => verdict2.is !== first2.verdict.is)) {
      const names3 = namesOf2(asked.map(({ endpoint }) => endpoint)).join(", ");
      return node === void 0 ? [{ code: "node-unknown", args: [], at: void 0 }] : [{ code: "host-interface-unknown", args: [node, names3], at: first2.endpoint.at }];
    }
    if (list3 === "pre-dnat" && translated === "maybe") return [{ code: "dialled-unknown", args: [], at: void 0 }];
    const program = this.#hosts.program(first2.endpoint, list3, direction);
    return [...this.#explain(program, vectorsOf(this.#engine, program, packet))];
  }
  candidates(node, side) {
    const { active } = this.#hosts;
    if (side === "pod") return active.atPod(node);
    if (side === "loopback") return active.atLoopback(node);
    return side === "process" ? [void 0] : active.at(node, side);
  }
  say(endpoint, list3, direction, packet) {
    if (!this.#hosts.hasSay(endpoint, list3, direction)) return void 0;
    return evaluate(this.#engine, this.#hosts.program(endpoint, list3, direction), packet);
  }
  add(node, hook, endpoints, verdict2) {
    const open3 = this.#hosts.cluster.settings.bpf && endpoints.length > 0 && verdict2.is !== "allow";
    this.steps.push({ node, hook, endpoints, after: this.#after, verdict: open3 ? notModelled(verdict2) : verdict2 });
  }
};
var notModelled = ({ outcomes }) => ({
  ...endVerdict([...outcomes, PASSED]),
  because: [{ code: "host-not-modelled", args: [], at: void 0 }]
});

// src/engine/journey.ts
function journeyOf(engine, hosts, trip) {
  return new Traveller(engine, hosts, trip).travel();
}
var UNKNOWN_PASSAGE = [{ name: void 0, addresses: void 0 }];
var Traveller = class {
  #engine;
  #hosts;
  #trip;
  #legs = [];
  constructor(engine, hosts, trip) {
    this.#engine = engine;
    this.#hosts = hosts;
    this.#trip = trip;
  }
  travel() {
    const { dialled, forwarder, source: source2 } = this.#trip;
    if (forwarder !== void 0) {
      const packet = this.#dialledPacket("any");
      return { legs: this.#legs, sent: packet, delivered: this.#at(forwarder, UNKNOWN_PASSAGE, packet) };
    }
    const entry = dialled.is === "node-port" ? dialled.node : void 0;
    const sent = source2.is === "outside" ? this.#arrive(entry) : this.#start(entry);
    return { legs: this.#legs, ...sent };
  }
  /** From a pod or a process of a node */
  #start(entry) {
    const { destination: destination2, dialled, layer4: layer42, sameNode, source: source2 } = this.#trip;
    const from = source2.is === "pod" ? "pod" : "process";
    const elsewhere = entry !== void 0 && entry !== source2.node;
    const before = this.#dialledPacket([source2.peer]);
    const after = elsewhere ? before : { sources: [source2.peer], destinations: [destination2.peer], layer4: layer42 };
    const leg = { node: source2.node, from, before, after, wraps: false };
    const translated = elsewhere || dialled.is === "destination" ? "no" : dialled.is === "unknown" ? "maybe" : "yes";
    if (sameNode && !elsewhere) {
      const to2 = destination2.is === "pod" ? "pod" : from === "pod" ? "process" : "loopback";
      this.#legs.push({ ...leg, to: to2, translated, masqueraded: false });
      return { sent: after, delivered: after };
    }
    const next = elsewhere ? entry : destination2.is === "outside" ? void 0 : destination2.node;
    const to = elsewhere ? this.#towards(source2.node, dialled.is === "node-port" ? dialled.peers : []) : this.#towardsSite(source2.node, destination2);
    const masqueraded = this.#leavesMasqueraded(elsewhere);
    this.#legs.push({ ...leg, to, translated, masqueraded });
    const onWire = masqueraded ? this.#rewritten(after, source2.node, to) : after;
    const delivered = destination2.is === "outside" && !elsewhere ? onWire : this.#onward(next, onWire, source2, masqueraded, elsewhere);
    return { sent: after, delivered };
  }
  /** From outside, at the node that was dialled or has the destination */
  #arrive(entry) {
    const { destination: destination2, layer4: layer42, source: source2, via } = this.#trip;
    const plain3 = { sources: [source2.peer], destinations: [destination2.peer], layer4: layer42 };
    if (destination2.is === "outside" && entry === void 0) {
      if (via !== void 0) {
        const [from, to] = [this.#towards(via, [source2.peer]), this.#towards(via, [destination2.peer])];
        const leg = { node: via, from, to, before: plain3, after: plain3, translated: "no", wraps: false };
        this.#legs.push({ ...leg, masqueraded: false });
      }
      return { sent: plain3, delivered: plain3 };
    }
    const node = entry ?? destination2.node;
    const packet = this.#dialledPacket([source2.peer]);
    return { sent: packet, delivered: this.#at(node, this.#towards(node, [source2.peer]), packet) };
  }
  /** At the node after that of the source */
  #onward(node, packet, source2, masqueraded, toNodePort) {
    const { destination: destination2, sameNode } = this.#trip;
    const seen = packet.sources === "any" ? [] : packet.sources;
    const plain3 = masqueraded || source2.is === "host" ? this.#towards(node, seen) : this.#from(node, source2.node);
    if (toNodePort) return this.#at(node, plain3, packet);
    if (sameNode) throw new Error("INVARIANT: a packet for its own node leaves it for a node port alone");
    const overlay2 = destination2.is === "pod" ? this.#overlay(source2.node, node, destination2.peer) : "no";
    if (overlay2 !== "no") this.#wrappedLeg(node, source2.node);
    return this.#deliver(node, this.#withOverlay(node, plain3, overlay2), packet, packet, "no");
  }
  /** At a node where the destination is translated, if it has been dialled by another address */
  #at(node, from, before) {
    const { destination: destination2, dialled, layer4: layer42 } = this.#trip;
    const after = { ...before, destinations: [destination2.peer], layer4: layer42 };
    const translated = dialled.is === "destination" ? "no" : dialled.is === "unknown" ? "maybe" : "yes";
    if (destination2.node === node && destination2.is !== "outside")
      return this.#deliver(node, from, before, after, translated);
    const masqueraded = !(dialled.is === "node-port" && dialled.localOnly);
    const to = this.#towardsSite(node, destination2);
    this.#legs.push({ node, from, to, before, after, translated, masqueraded, wraps: false });
    const { forwarder, source: source2 } = this.#trip;
    const onWire = forwarder !== void 0 ? { ...after, sources: [source2.peer] } : masqueraded ? this.#rewritten(after, node, to) : after;
    if (destination2.is === "outside") return onWire;
    const arrival = this.#from(destination2.node, node);
    const overlay2 = destination2.is === "pod" ? this.#overlay(node, destination2.node, destination2.peer) : "no";
    if (overlay2 !== "no") this.#wrappedLeg(destination2.node, node);
    return this.#deliver(
      destination2.node,
      this.#withOverlay(destination2.node, arrival, overlay2),
      onWire,
      onWire,
      "no"
    );
  }
  #deliver(node, from, before, after, translated) {
    const to = this.#trip.destination.is === "pod" ? "pod" : "process";
    this.#legs.push({ node, from, to, before, after, translated, masqueraded: false, wraps: false });
    return after;
  }
  /** The packet around that of an overlay; nobody has written rules for its ports, so they are as they are */
  #wrappedLeg(node, sender) {
    if (node === void 0 || sender === void 0) return;
    const { family } = this.#trip.source.peer;
    const ends = (of2) => this.#ends(this.#hosts.topology.mainAddresses(of2, family));
    const packet = { sources: ends(sender), destinations: ends(node), layer4: [this.#overlayPort()] };
    const from = this.#from(node, sender);
    const leg = { node, from, to: "process", before: packet, after: packet, translated: "no" };
    this.#legs.push({ ...leg, masqueraded: false, wraps: true });
  }
  #overlayPort() {
    const { pools, vxlanPort } = this.#hosts.network;
    const port2 = { sourcePort: void 0, icmp: void 0 };
    return pools.some(({ overlay: overlay2 }) => overlay2?.as === "vxlan") ? { ...port2, protocol: UDP2, destinationPort: vxlanPort } : { ...port2, protocol: IPIP, destinationPort: void 0 };
  }
  #dialledPacket(sources) {
    const { destination: destination2, dialled, layer4: layer42 } = this.#trip;
    const withPorts = (ports6) => ports6.flatMap((port2) => layer42.map((l4) => ({ ...l4, destinationPort: port2 ?? l4.destinationPort })));
    switch (dialled.is) {
      case "destination":
        return { sources, destinations: [destination2.peer], layer4: layer42 };
      case "unknown":
        return {
          sources,
          destinations: [destination2.peer, ...dialled.peers],
          layer4: withPorts([void 0, ...dialled.ports])
        };
      case "service":
      case "node-port":
        return { sources, destinations: dialled.peers, layer4: withPorts([dialled.port]) };
    }
  }
  /** Whether the first node puts its own address on the packet: for the pool of the pod, or for the Service (§8.2) */
  #leavesMasqueraded(toNodePort) {
    const { destination: destination2, dialled, source: source2 } = this.#trip;
    const { topology } = this.#hosts;
    const target = toNodePort && dialled.is === "node-port" ? dialled.peers : [destination2.peer];
    const isHost = toNodePort || destination2.is === "host";
    const isRewritten = target.every((peer) => topology.poolOf(peer) === void 0) && (!isHost || this.#hosts.network.natToHosts);
    if (source2.is === "pod" && topology.poolOf(source2.peer)?.natOutgoing === true && isRewritten) return true;
    if (toNodePort) return false;
    if (dialled.is === "node-port") return source2.is === "host" || !dialled.localOnly;
    return dialled.is === "service" && source2.is === "host";
  }
  #rewritten(packet, node, to) {
    const family = this.#trip.source.peer.family;
    const addresses = node === void 0 ? [] : this.#hosts.topology.sourceAddresses(node, to, family);
    const ports6 = this.#hosts.sourcePorts;
    const layer42 = ports6.length < 2 ? packet.layer4 : packet.layer4.flatMap((l4) => ports6.map((sourcePort) => ({ ...l4, sourcePort })));
    return { ...packet, sources: this.#ends(addresses), layer4: layer42 };
  }
  #peers(addresses) {
    return [...new Set(addresses.map((ip) => this.#engine.peers.peerAt(ip)))];
  }
  #ends(addresses) {
    return addresses.length === 0 ? "any" : this.#peers(addresses);
  }
  #towards(node, peers2) {
    if (node === void 0 || peers2.length === 0) return UNKNOWN_PASSAGE;
    return [...new Set(peers2.flatMap((peer) => this.#hosts.topology.towards(node, peer)))];
  }
  /** Towards a pod the way leads by the address of its node */
  #towardsSite(node, { is, node: at2, peer }) {
    if (is !== "pod") return this.#towards(node, [peer]);
    const overlay2 = this.#overlay(node, at2, peer);
    return this.#withOverlay(node, this.#from(node, at2), overlay2);
  }
  /** Between two nodes, outside an overlay */
  #from(node, other) {
    if (other === void 0) return UNKNOWN_PASSAGE;
    const family = this.#trip.destination.peer.family;
    return this.#towards(node, this.#peers(this.#hosts.topology.mainAddresses(other, family)));
  }
  #overlay(a, b, pod) {
    const overlay2 = this.#hosts.topology.poolOf(pod)?.overlay;
    if (overlay2 === void 0) return "no";
    if (overlay2.between === "all") return "yes";
    const same = a === void 0 || b === void 0 ? void 0 : this.#hosts.topology.sameSubnet(a, b);
    return same === void 0 ? "maybe" : same ? "no" : "yes";
  }
  #withOverlay(node, plain3, overlay2) {
    if (overlay2 === "no" || node === void 0) return plain3;
    const tunnel = this.#hosts.topology.tunnel(node);
    return overlay2 === "yes" ? [tunnel] : [tunnel, ...plain3];
  }
};
var UDP2 = 17;
var IPIP = 4;

// src/engine/frontends.ts
var Frontends = class {
  #cluster;
  #peers;
  #frontends;
  #byBackend;
  constructor(cluster, peers2, frontends) {
    this.#cluster = cluster;
    this.#peers = peers2;
    this.#frontends = frontends;
  }
  /** Those that lead to such an end; of ends that rules cannot tell apart, those of either */
  leadingTo(peer, { destinationPort, protocol: protocol3 }) {
    if (this.#byBackend === void 0) {
      this.#byBackend = /* @__PURE__ */ new Map();
      for (const frontend of this.#frontends)
        for (const { ip, port: port2 } of this.backends(frontend)) {
          const key = backendKey(this.#peers.peerAt(ip), frontend.protocol, port2);
          const list3 = this.#byBackend.get(key) ?? [];
          if (!list3.includes(frontend)) this.#byBackend.set(key, [...list3, frontend]);
        }
    }
    return this.#byBackend.get(backendKey(peer, protocol3, destinationPort)) ?? [];
  }
  /** Where its packets end up */
  backends({ protocol: protocol3, service: service2, targetPort: targetPort2 }) {
    const all = this.#cluster.services.get(service2) ?? [];
    return all.filter((one) => one.protocol === protocol3 && (targetPort2 === void 0 || one.port === targetPort2));
  }
  /** By an address of the Service */
  at(ip, protocol3, port2) {
    return this.#frontends.find(
      (one) => one.protocol === protocol3 && one.port === port2 && one.addresses.some((own) => isSame2(own, ip))
    );
  }
  /** By a port of every node */
  atNodePort(protocol3, port2) {
    if (port2 === void 0) return void 0;
    return this.#frontends.find((one) => one.protocol === protocol3 && one.nodePort === port2);
  }
};
var backendKey = ({ id }, protocol3, port2) => `${String(id)} ${String(protocol3)} ${String(port2)}`;

// src/engine/trips.ts
function siteOf(hosts, { peer, workload }) {
  if (workload !== void 0) return { is: "pod", node: workload.node, peer };
  const node = hosts.topology.nodeOf(peer);
  if (node !== void 0) return { is: "host", node, peer };
  return { is: hosts.topology.poolOf(peer) === void 0 ? "outside" : "pod", node: void 0, peer };
}
var frontendsByEngine = /* @__PURE__ */ new WeakMap();
function frontendsOf2(engine, hosts) {
  let frontends = frontendsByEngine.get(engine);
  if (frontends === void 0) {
    frontends = new Frontends(engine.cluster, engine.peers, hosts.network.frontends);
    frontendsByEngine.set(engine, frontends);
  }
  return frontends;
}
function tripsOf(engine, hosts, flow, from, to, layer42) {
  return new Planner(engine, hosts, flow, layer42).plan(siteOf(hosts, from), siteOf(hosts, to));
}
var Planner = class {
  #engine;
  #hosts;
  #flow;
  #layer4;
  #frontends;
  constructor(engine, hosts, flow, layer42) {
    this.#engine = engine;
    this.#hosts = hosts;
    this.#flow = flow;
    this.#layer4 = layer42;
    this.#frontends = frontendsOf2(engine, hosts);
  }
  plan(source2, destination2) {
    const behind = this.#behindNodePort(source2, destination2);
    if (behind !== void 0) return behind;
    const dialled = this.#dialled(destination2);
    return [
      ...placements(source2, destination2).map((placed) => this.#trip({ ...placed, dialled }, this.#placeUnknown())),
      ...this.#forwarded(source2, destination2)
    ];
  }
  #trip(trip, because3) {
    return { trip: { ...trip, layer4: this.#layer4, via: this.#flow.via }, because: because3 };
  }
  #placeUnknown() {
    const { destination: destination2, source: source2 } = this.#flow;
    return { code: "node-unknown", args: [source2.name, destination2.name], at: void 0 };
  }
  #dialled(destination2) {
    const { dialled } = this.#flow;
    if (dialled !== void 0) return this.#given(dialled);
    const frontends = this.#hosts.asksDialled ? this.#leadingTo(destination2.peer) : [];
    if (frontends.length === 0) return { is: "destination" };
    const { node, peer } = destination2;
    const own = node === void 0 ? [] : this.#hosts.topology.mainAddresses(node, peer.family);
    const addresses = frontends.flatMap((one) => [...one.addresses, ...one.nodePort === void 0 ? [] : own]);
    const ports6 = frontends.flatMap(({ nodePort, port: port2 }) => nodePort === void 0 ? [port2] : [port2, nodePort]);
    return { is: "unknown", peers: this.#peers(addresses), ports: [...new Set(ports6)] };
  }
  #given({ ip, port: port2 }) {
    const { protocol: protocol3 } = this.#flow;
    const peer = this.#engine.peers.peerAt(ip);
    const node = this.#hosts.topology.nodeOf(peer);
    const nodePort = this.#frontends.atNodePort(protocol3, port2);
    if (node !== void 0 && nodePort !== void 0)
      return { is: "node-port", node, peers: [peer], port: port2, localOnly: nodePort.localOnly };
    const isService = this.#frontends.at(ip, protocol3, port2) !== void 0;
    return isService ? { is: "service", peers: [peer], port: port2 } : { is: "destination" };
  }
  /** A port of a node that leads to pods: each of them, for the record says no more than the node */
  #behindNodePort(source2, destination2) {
    const flow = this.#flow;
    const { node } = destination2;
    if (destination2.is !== "host" || node === void 0 || node === source2.node || flow.dialled !== void 0)
      return void 0;
    const port2 = flow.destinationPort;
    const frontend = this.#frontends.atNodePort(flow.protocol, port2);
    if (frontend === void 0) return void 0;
    const backends = this.#frontends.backends(frontend);
    const because3 = {
      code: "pods-differ",
      args: [flow.destination.name, String(backends.length)],
      at: void 0
    };
    const { peers: peers2 } = this.#engine;
    const dialled = {
      is: "node-port",
      node,
      peers: [destination2.peer],
      port: port2,
      localOnly: frontend.localOnly
    };
    return backends.map((backend) => {
      const workload = this.#engine.workloadAt(backend.ip);
      const behind = siteOf(this.#hosts, { workload, peer: peers2.peerAt(backend.ip) });
      const layer42 = this.#layer4.map((one) => ({ ...one, destinationPort: backend.port }));
      const trip = { source: source2, destination: behind, sameNode: false, dialled, layer4: layer42, via: void 0 };
      return { trip, because: because3 };
    });
  }
  /** A node's address as the source of what comes to a pod elsewhere: perhaps a client of a port of that node */
  #forwarded({ is, node, peer }, destination2) {
    if (is !== "host" || node === void 0 || this.#flow.dialled !== void 0) return [];
    if (destination2.is === "outside" || destination2.node === node) return [];
    const source2 = { is, node, peer };
    const because3 = { code: "own-or-forwarded", args: [node, this.#flow.destination.name], at: void 0 };
    return this.#leadingTo(destination2.peer).flatMap((frontend) => {
      const { addresses, localOnly, nodePort, port: port2 } = frontend;
      if (localOnly || nodePort === void 0) return [];
      const own = this.#hosts.topology.mainAddresses(node, peer.family);
      const dialled = {
        is: "unknown",
        peers: this.#peers([...own, ...addresses]),
        ports: [nodePort, port2]
      };
      return [this.#trip({ source: source2, destination: destination2, sameNode: false, dialled, forwarder: node }, because3)];
    });
  }
  #leadingTo(peer) {
    return [...new Set(this.#layer4.flatMap((l4) => this.#frontends.leadingTo(peer, l4)))];
  }
  #peers(addresses) {
    return [...new Set(addresses.map((ip) => this.#engine.peers.peerAt(ip)))];
  }
};
function placements(source2, destination2) {
  const apart = { source: source2, destination: destination2, sameNode: false };
  if (source2.is === "outside" || destination2.is === "outside") return [apart];
  const [a, b] = [source2.node, destination2.node];
  if (a !== void 0 && b !== void 0) return [{ ...apart, sameNode: a === b }];
  const node = a ?? b;
  return [{ source: { ...source2, node }, destination: { ...destination2, node }, sameNode: true }, apart];
}

// src/engine/path.ts
var meetsHosts = (engine, flow) => engine.semantics === "dataplane" && (engine.hosts !== void 0 || isWrapped(engine, flow));
var IPIP2 = 4;
var UDP3 = 17;
var ICMPV62 = 58;
function isWrapped(engine, { destinationPort, protocol: protocol3 }) {
  if (protocol3 !== IPIP2 && protocol3 !== UDP3) return false;
  const { podsMaySend, vxlanPort } = networkOf(engine.cluster);
  return protocol3 === IPIP2 ? !podsMaySend.ipip : destinationPort === vxlanPort && !podsMaySend.vxlan;
}
function onPath(engine, flow, [source2, destination2], layer42, ends, explain) {
  const { egress, ingress, ...way } = wayAlong(engine, flow, [source2, destination2], layer42, ends, explain);
  return way.hosts.length === 0 ? { egress, ingress, overall: way.overall } : { egress, ingress, ...way };
}
function wayAlong(engine, flow, [source2, destination2], layer42, ends, explain) {
  const wrapped = wrappedSteps(engine, flow, source2);
  const { hosts } = engine;
  if (hosts === void 0) return { ...ends, hosts: wrapped, overall: worst(ends, wrapped) };
  const ways = tripsOf(engine, hosts, flow, source2, destination2, layer42).map(
    (one) => wayOf(engine, hosts, one, { flow, source: source2, destination: destination2, ends, wrapped, explain })
  );
  const [first2, ...others] = ways;
  if (first2 === void 0) return { ...ends, hosts: wrapped, overall: worst(ends, wrapped) };
  if (others.every(({ overall }) => overall === first2.overall)) {
    const { because: _, ...way } = first2;
    return way;
  }
  return { egress: first2.egress, ingress: first2.ingress, hosts: [openStep(ways)], overall: "unknown" };
}
function wayOf(engine, hosts, { because: because3, trip }, given) {
  const journey = journeyOf(engine, hosts, trip);
  const hooks = new HostHooks(engine, hosts, given.explain);
  for (const leg of journey.legs) hooks.pass(leg);
  const steps = [...given.wrapped, ...hooks.steps];
  const { egress, ingress } = endsOn(engine, journey, trip, given);
  return { egress, ingress, hosts: steps, overall: worst({ egress, ingress }, steps), because: because3 };
}
function endsOn(engine, { delivered, sent }, { destination: destination2, sameNode, source: source2 }, given) {
  if (isNeighbourDiscovery(given.flow) && source2.is === "pod" && destination2.is === "host" && sameNode)
    return { egress: void 0, ingress: given.ends.ingress };
  const ownPod = source2.is === "host" && sameNode;
  const ingress = ownPod ? void 0 : given.ends.ingress;
  if (given.flow.dialled === void 0) return { egress: given.ends.egress, ingress };
  const ask2 = (program, packet) => program === void 0 ? void 0 : evaluate(engine, program, packet);
  return {
    egress: ask2(given.source.program, sent),
    ingress: ownPod ? void 0 : ask2(given.destination.program, delivered)
  };
}
var NEIGHBOUR_TYPES = /* @__PURE__ */ new Set([130, 131, 132, 133, 135, 136]);
var isNeighbourDiscovery = ({ icmp: icmp4, protocol: protocol3 }) => protocol3 === ICMPV62 && icmp4 !== void 0 && NEIGHBOUR_TYPES.has(icmp4.type);
function wrappedSteps(engine, flow, { workload }) {
  if (workload === void 0 || !isWrapped(engine, flow)) return [];
  const verdict2 = endVerdict([DENIED2]);
  return [{ node: workload.node, hook: "encapsulation", endpoints: [], after: "start", verdict: verdict2 }];
}
function worst({ egress, ingress }, steps) {
  const answers = [egress?.is, ingress?.is, ...steps.map(({ verdict: verdict2 }) => verdict2.is)];
  if (answers.includes("deny")) return "deny";
  return answers.includes("unknown") ? "unknown" : "allow";
}
function openStep(ways) {
  const stopped2 = ways.find(({ hosts }) => hosts.some(({ verdict: verdict2 }) => verdict2.is !== "allow"));
  const step = stopped2?.hosts.find(({ verdict: verdict2 }) => verdict2.is !== "allow");
  if (stopped2 === void 0 || step === void 0) throw new Error("INVARIANT: ways differ by what hosts say");
  const outcomes = [PASSED, ...step.verdict.outcomes];
  const because3 = step.verdict.because.length > 0 ? step.verdict.because : [stopped2.because];
  return { ...step, verdict: { ...endVerdict(outcomes), because: because3 } };
}

// src/engine/judge.ts
function judge2(engine, flow) {
  if (meetsHosts(engine, flow)) return judgeOpen(engine, flow, withHosts);
  return judgeSimple(engine, flow) ?? judgeOpen(engine, flow, judgeCase);
}
function judgeSimple(engine, flow) {
  const source2 = onlyChoice(engine, flow.source, "egress");
  const destination2 = onlyChoice(engine, flow.destination, "ingress");
  if (source2 === void 0 || destination2 === void 0 || source2.peer.family !== destination2.peer.family)
    return void 0;
  if (isMissing(flow, source2.program) || isMissing(flow, destination2.program)) return void 0;
  const one = judgeCase(source2, destination2, [flow]);
  if (one.egress?.is === "unknown" || one.ingress?.is === "unknown") return void 0;
  return { overall: one.overall, egress: one.egress, ingress: one.ingress, cases: [one] };
}
var choicesByEngine = /* @__PURE__ */ new WeakMap();
function onlyChoice(engine, end2, direction) {
  let memos = choicesByEngine.get(engine);
  if (memos === void 0) {
    memos = { egress: /* @__PURE__ */ new WeakMap(), ingress: /* @__PURE__ */ new WeakMap() };
    choicesByEngine.set(engine, memos);
  }
  const memo = memos[direction];
  let only2 = memo.get(end2);
  if (only2 === void 0) {
    const { fixed: fixed2, open: open3 } = choicesOf(engine, end2);
    const [first2] = fixed2;
    only2 = open3.length > 0 || fixed2.length !== 1 || first2 === void 0 ? "several" : govern(engine, first2, direction);
    memo.set(end2, only2);
  }
  return only2 === "several" ? void 0 : only2;
}
var govern = (engine, choice, direction) => ({
  ...choice,
  program: choice.workload === void 0 ? void 0 : engine.program(choice.workload, direction)
});
var isMissing = ({ missing, protocol: protocol3 }, program) => program !== void 0 && (missing.sourcePort && (program.sourcePortEdges.length > 1 || program.jointSource) || missing.destinationPort || missing.icmp && program.asksIcmp && isIcmp(protocol3));
function judgeOpen(engine, flow, judgeOne) {
  const question = ask(engine, flow);
  const cases = [];
  for (const source2 of question.sources)
    for (const destination2 of question.destinations)
      if (source2.peer.family === destination2.peer.family)
        cases.push(judgeOne(source2, destination2, question.layer4, engine, question));
  const [first2, ...rest] = cases;
  if (first2 === void 0) return noCommonFamily(flow);
  if (rest.every(
    (one) => one.egress === first2.egress && one.ingress === first2.ingress && sameSteps(one.hosts, first2.hosts)
  ))
    return uniform(cases.length === 1 ? first2 : { ...first2, ...allMembers(cases) }, question);
  const egress = anyOf2(cases.map((one) => one.egress));
  const ingress = anyOf2(cases.map((one) => one.ingress));
  const overall = cases.every((one) => one.overall === first2.overall) ? first2.overall : "unknown";
  return explained({ overall, egress, ingress, cases }, question);
}
function withHosts(source2, destination2, layer42, engine, question) {
  const one = judgeCase(source2, destination2, layer42);
  const explain = (program, vectors) => openReasons(program, vectors, question);
  const way = onPath(engine, question.flow, [source2, destination2], layer42, one, explain);
  const denied = one.overall === "deny" && way.egress === one.egress && way.ingress === one.ingress;
  return { ...one, ...way, overall: denied ? "deny" : way.overall };
}
function ask(engine, flow) {
  const source2 = choicesOf(engine, flow.source);
  const destination2 = choicesOf(engine, flow.destination);
  const egress = programsOf(engine, source2, "egress");
  const ingress = programsOf(engine, destination2, "ingress");
  const hosts = meetsHosts(engine, flow) ? engine.hosts : void 0;
  const programs = [.../* @__PURE__ */ new Set([...egress, ...ingress, ...hosts?.programs ?? []])];
  const simple = source2.open.length + destination2.open.length === 0 && source2.fixed.length * destination2.fixed.length === 1;
  const where = (peer) => hosts === void 0 ? "" : ` ${hosts.topology.tell(peer)}`;
  const tellSource = (peer) => `${tell(programs, "source", peer)}${where(peer)}`;
  const tellDestination = (peer) => `${tell(programs, "destination", peer)}${where(peer)}`;
  const sources = expand(engine, source2, "egress", simple ? void 0 : tellSource);
  const destinations = expand(engine, destination2, "ingress", simple ? void 0 : tellDestination);
  const peers2 = (ends) => ends.map(({ peer }) => peer);
  return { flow, sources, destinations, layer4: completions(flow, programs, peers2(sources), peers2(destinations)) };
}
function programsOf(engine, { fixed: fixed2, open: open3 }, direction) {
  return [...fixed2, ...open3].flatMap(
    ({ workload }) => workload === void 0 ? [] : [engine.program(workload, direction)]
  );
}
function tell(programs, end2, peer) {
  return programs.map((program) => {
    const vector = end2 === "source" ? program.sourceVector(peer) : program.destinationVector(peer);
    const asksPeer = end2 === "source" ? program.jointSource : program.joint;
    return asksPeer ? `${String(vector.id)}.${String(peer.id)}` : String(vector.id);
  }).join(" ");
}
function expand(engine, { fixed: fixed2, open: open3 }, direction, tellPeer) {
  const governed2 = (choices) => choices.map((choice) => govern(engine, choice, direction));
  if (tellPeer === void 0) return governed2(fixed2);
  const groups = /* @__PURE__ */ new Map();
  for (const choice of governed2([...fixed2, ...open3.flatMap((one) => piecesOf(engine, one, tellPeer))])) {
    const { node, peer, program, shown: shown3, workload } = choice;
    const at2 = engine.hosts === void 0 ? node : node ?? workload?.node;
    const key = `${String(program?.id)} ${String(peer.family)} ${shown3.is} ${at2 ?? ""} ${tellPeer(peer)}`;
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [choice]);
    else group.push(choice);
  }
  return Array.from(groups.values(), (group) => {
    const [first2] = group;
    if (first2 === void 0) throw new Error("INVARIANT: no group is empty");
    return {
      ...first2,
      shown: endOf(
        first2.shown.is,
        group.map(({ shown: shown3 }) => shown3)
      ),
      candidates: [...new Set(group.flatMap(({ candidates }) => candidates))]
    };
  });
}
function judgeCase(source2, destination2, layer42) {
  const [only2, ...more2] = layer42;
  const ask2 = (program) => {
    if (program === void 0 || only2 === void 0) return void 0;
    const verdict2 = verdictOf(program, source2, destination2, only2);
    return more2.length === 0 ? verdict2 : anyOf2([verdict2, ...more2.map((l4) => verdictOf(program, source2, destination2, l4))]);
  };
  const egress = ask2(source2.program);
  const ownNode = source2.node !== void 0 && source2.node === destination2.workload?.node;
  const ingress = ownNode ? void 0 : ask2(destination2.program);
  const one = { source: source2.shown, destination: destination2.shown, egress, ingress, overall: both(egress, ingress) };
  if (one.overall !== "unknown" || more2.length === 0) return one;
  const denied = layer42.filter((l4) => judgeCase(source2, destination2, [l4]).overall === "deny");
  if (denied.length === layer42.length) return { ...one, overall: "deny" };
  return { ...one, deniedFor: layer4Texts(layer42, denied) };
}
function verdictOf(program, source2, destination2, l4) {
  return program.verdict(
    program.sourceVector(source2.peer),
    program.destinationVector(destination2.peer),
    program.layer4Vector(l4, source2.peer, destination2.peer)
  );
}
function both(egress, ingress) {
  if (egress?.is === "deny" || ingress?.is === "deny") return "deny";
  return egress?.is === "unknown" || ingress?.is === "unknown" ? "unknown" : "allow";
}
function anyOf2(verdicts) {
  const known4 = verdicts.filter((one) => one !== void 0);
  const [first2] = known4;
  if (first2 === void 0 || known4.every((one) => one === first2)) return first2;
  return endVerdict(known4.flatMap(({ outcomes }) => outcomes));
}
function uniform(only2, question) {
  const { egress, ingress, overall } = only2;
  const verdict2 = { overall, egress, ingress, cases: [only2] };
  const open3 = egress?.is === "unknown" || ingress?.is === "unknown" || only2.hosts !== void 0;
  return open3 ? explained(verdict2, question) : verdict2;
}
function explained(verdict2, question) {
  const add = (end2, direction) => end2?.is === "unknown" ? { ...end2, because: reasonsFor(question, direction) } : end2;
  const ends = { egress: add(verdict2.egress, "egress"), ingress: add(verdict2.ingress, "ingress") };
  const said2 = [ends.egress, ends.ingress].some((end2) => (end2?.because.length ?? 0) > 0);
  const hosts = hostsOf(verdict2.cases, verdict2.overall, question, said2);
  return hosts === void 0 ? { ...verdict2, ...ends } : { ...verdict2, ...ends, hosts };
}
function allMembers(cases) {
  const merge = (ends) => endOf(ends.every(({ is }) => is === "known") ? "known" : "possible", ends);
  return { source: merge(cases.map((one) => one.source)), destination: merge(cases.map((one) => one.destination)) };
}
function endOf(is, ends) {
  const members = [...new Set(ends.flatMap((one) => one.members))];
  const open3 = [...new Set(ends.flatMap((one) => one.open ?? []))];
  return open3.length === 0 ? { is, members } : { is, members, open: open3 };
}
function noCommonFamily(flow) {
  const because3 = [
    { code: "address-missing", args: [flow.source.name, flow.destination.name], at: void 0 }
  ];
  const unknown = { is: "unknown", trace: [], outcomes: [{ action: "unknown", trace: [] }], because: because3 };
  return { overall: "unknown", egress: unknown, ingress: unknown, cases: [] };
}

// src/preflight/world.ts
var World = class {
  cluster;
  #policies;
  #engineOfAll;
  #stagedEngine;
  #engines = /* @__PURE__ */ new Map();
  /** `cluster`: that of the same objects but for policies, where another world has built it already */
  constructor(manifests, broken3, report2, cluster) {
    this.cluster = cluster ?? clusterOf(manifests, report2);
    const { calicoVersion } = this.cluster.settings;
    this.#policies = convertPolicies(manifests, { calicoVersion }, report2, broken3);
  }
  /** The pending set is Calico's own preview, its inaccuracies included (docs/semantics.md §5.6) */
  engine(set) {
    let engine = this.#engines.get(set);
    if (engine === void 0) {
      const semantics = set === "pending" ? "felix-pending" : "dataplane";
      engine = new Engine(this.cluster, this.policies(set), semantics);
      this.#engines.set(set, engine);
    }
    return engine;
  }
  /** What the dataplane would do if staged policies counted as Calico's preview counts them */
  get stagedEngine() {
    return this.#stagedEngine ??= new Engine(this.cluster, this.policies("pending"), "dataplane");
  }
  get hasStaged() {
    return this.#policies.policies.some(({ staged }) => staged !== void 0);
  }
  /** Of all sets: staged policies in their staged form */
  get allPolicies() {
    return this.#policies.policies;
  }
  /** Knows every policy of `allPolicies`, so that it can say what each selects; its verdicts mean nothing */
  get engineOfAll() {
    return this.#engineOfAll ??= new Engine(this.cluster, this.#policies, "dataplane");
  }
  /** The policies of a set, as they were compiled */
  policies(set) {
    return policySetFor(set, this.#policies);
  }
  verdict(flow, set) {
    return judge2(this.engine(set), flow);
  }
};
var traceRow = ({ action: action2, policy, rule, tier }) => [
  tier,
  policy.kind,
  policy.namespace,
  policy.name,
  rule,
  action2
];

// src/preflight/flow-change.ts
function flowChange(delta, original, intention, marks2) {
  const { change, flow } = delta;
  if (change === "unchanged") return void 0;
  return {
    change,
    source: { name: flow.source.name, is: flow.source.is },
    destination: { name: flow.destination.name, is: flow.destination.is },
    protocol: protocolName(flow.protocol),
    port: flow.destinationPort,
    icmp: flow.icmp,
    seen: flow.weight,
    firstSeen: flow.firstSeen,
    lastSeen: flow.lastSeen,
    ends: endChanges(delta),
    partly: delta.partly,
    possiblyCut: delta.possiblyCut,
    possiblyAllowed: delta.possiblyAllowed,
    because: delta.because.map(reasonInfo),
    settled: original === void 0 || original === flow ? [] : settledEnds(original, flow),
    flippedBy: delta.flippedBy.map(objectRef),
    intention: intention === void 0 ? void 0 : intentionInfo(intention),
    ...marks2
  };
}
function endChanges({ after, before }) {
  const ends = ["egress", "ingress"].map((direction) => ({
    direction,
    flips: !sameEnd(before[direction], after[direction]),
    denies: after[direction]?.is === "deny",
    before: decidedBy(before[direction]),
    after: decidedBy(after[direction])
  }));
  const rank2 = (end2) => end2.flips ? end2.denies ? 0 : 1 : 2;
  return ends.sort((a, b) => rank2(a) - rank2(b)).map(({ direction, before: before2, after: after2 }) => ({ direction, before: before2, after: after2 }));
}
function decidedBy(end2) {
  if (end2 === void 0) return { answer: "not-judged", hit: void 0, trace: [] };
  const last2 = end2.is === "unknown" ? void 0 : end2.outcomes[0]?.trace.at(-1);
  return { answer: end2.is, hit: last2 === void 0 ? void 0 : hitInfo(last2), trace: end2.trace.map(traceRow) };
}
function hitInfo(hit) {
  const { action: action2, at: at2, policy, rule, tier, written } = hit;
  return {
    tier,
    kind: policy.kind,
    namespace: policy.namespace,
    name: policy.name,
    action: action2,
    rule,
    ruleNumber: written === void 0 ? void 0 : written.written + 1,
    pointer: at2 === void 0 ? void 0 : at2.pointer.map((step) => `/${pointerStep(step)}`).join(""),
    at: at2 === void 0 ? void 0 : locate(at2),
    fromCluster: at2?.origin.fromCluster ?? false
  };
}
var pointerStep = (step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1");
var reasonInfo = ({ args, at: at2, code: code2 }) => ({
  code: code2,
  args,
  at: at2 === void 0 ? void 0 : locate(at2)
});
function objectRef(key) {
  const [, kind = "", namespace = "", ...name3] = key.split("|");
  return { kind, namespace: namespace === "" ? void 0 : namespace, name: name3.join("|") };
}
function intentionInfo(intention) {
  const { is, near } = intention;
  return { is, near: near === void 0 ? void 0 : nearRule(near, intention) };
}
function nearRule(near, { dead, fix }) {
  const { hit, policy } = near.row;
  if (hit === void 0) return void 0;
  const [first2] = near.failing;
  const place = conditionPlace(near, first2);
  return {
    policy: hitInfo(hit),
    failing: near.failing.map((field2) => ({
      field: field2,
      wants: wants(near, field2),
      has: has(near, field2),
      dead: dead.has(field2)
    })),
    fixAt: fixLocation(place),
    fromCluster: policy.at.origin.fromCluster,
    fix: fix === void 0 ? void 0 : { from: fix.from, to: fix.to }
  };
}
var fixLocation = (place) => place.origin.fromCluster ? void 0 : locate(place);
function conditionPlace({ row }, field2) {
  const { policy, rule } = row;
  return { origin: rule.at.origin, pointer: pointerOf(policy, rule, conditionOf(row.rule.match, field2)) };
}
function conditionOf(match2, field2) {
  const entity3 = (end2) => ({
    is: match2[end2].selector !== void 0 ? "selector" : match2[end2].nets !== void 0 ? "nets" : "notSelector",
    end: end2
  });
  switch (field2) {
    case "family":
    case "icmp":
    case "protocol":
      return { is: field2 };
    case "source":
    case "destination":
      return entity3(field2);
    case "port":
      return { is: match2.destination.ports === void 0 ? "notPorts" : "ports", end: "destination" };
    case "source-port":
      return { is: match2.source.ports === void 0 ? "notPorts" : "ports", end: "source" };
    case "service":
      return { is: "service", end: "destination" };
  }
}

// src/preflight/document.ts
function documentOf(findings) {
  const { deltas, expectations: expectations2, intentions, judgement, settings } = findings;
  const added2 = [...expectations2.denials, ...expectations2.assertions].filter(({ addedByChange }) => addedByChange);
  return {
    version: REPORT_VERSION,
    tool: TOOL,
    conclusion: judgement.conclusion,
    gate: gateOf(settings),
    policySet: settings.policySet,
    before: findings.before,
    after: findings.after,
    evidence: findings.evidence,
    counts: countsOf(findings),
    objects: findings.objects,
    flows: flowChanges(findings),
    quarantined: quarantinedChanges(findings),
    preview: findings.preview,
    assertions: findings.assertions,
    expectations: {
      unmatched: judgement.unmatched.map(({ at: at2, text }) => ({ text, at: at2 })),
      addedByChange: added2.length,
      paste: expectationsFor(deltas.filter((delta, i) => isForPaste(delta, judgement.marks[i], intentions)))
    },
    waivers: judgement.waivers,
    otherSets: findings.otherSets,
    drift: findings.drift,
    diagnostics: reported([...findings.diagnostics, ...judgement.diagnostics], findings.changedPaths),
    notes: [...settings.notes, ...findings.notes]
  };
}
var gateOf = ({ failOn, limits, maxDeclaredDenied, minEvidence }) => ({
  limits,
  minEvidence,
  maxDeclaredDenied,
  failOn
});
var isForPaste = (delta, mark, intentions) => mark?.expected === void 0 && mark?.waiver === void 0 && intentions.get(delta)?.is !== "probably-a-mistake";
var CHANGES = ["newly-denied", "newly-allowed", "now-uncertain", "rerouted"];
var INTENTIONS = ["probably-a-mistake", "looks-intended", "nothing-near"];
var countsOf = ({ judgement, quarantined }) => ({
  ...judgement.counts,
  quarantined: quarantined.length
});
function flowChanges({ deltas, intentions, judgement, originals }) {
  const changes = deltas.map(
    (delta, i) => flowChange(delta, originals.get(delta.flow), intentions.get(delta), marksOf(judgement.marks[i]))
  );
  return inOrder2(changes.filter((change) => change !== void 0));
}
function quarantinedChanges({ originals, quarantined }) {
  const changes = quarantined.map((delta) => flowChange(delta, originals.get(delta.flow), void 0, NO_MARKS));
  return inOrder2(changes.filter((change) => change !== void 0));
}
var NO_MARKS = { expected: void 0, waiver: void 0 };
var inOrder2 = (changes) => changes.toSorted(
  byKeys(
    ({ change }) => CHANGES.indexOf(change),
    ({ intention }) => INTENTIONS.indexOf(intention?.is ?? "nothing-near"),
    ({ seen }) => -seen.count,
    ({ source: source2 }) => source2.name,
    ({ destination: destination2 }) => destination2.name,
    ({ protocol: protocol3 }) => protocol3,
    ({ port: port2 }) => port2 ?? -1
  )
);
function marksOf(mark) {
  const expected2 = mark?.expected;
  const waiver = mark?.waiver;
  return {
    expected: expected2 === void 0 ? void 0 : { reason: expected2.reason, at: expected2.at, addedByChange: expected2.addedByChange },
    waiver: waiver === void 0 ? void 0 : { owner: waiver.owner, reason: waiver.reason, expires: waiver.expires }
  };
}
function reported(diagnostics2, changedPaths2) {
  const severities = ["error", "warning", "notice"];
  const seen = /* @__PURE__ */ new Set();
  return diagnostics2.filter((diagnostic) => {
    const key = JSON.stringify(diagnostic);
    return !seen.has(key) && seen.add(key);
  }).map(({ args, at: at2, code: code2 }) => ({
    code: code2,
    severity: SEVERITIES[code2],
    args,
    at: at2,
    inChange: at2 !== void 0 && changedPaths2.has(at2.path)
  })).sort((a, b) => {
    const rank2 = (one) => severities.indexOf(one.severity) * 2 + (one.inChange ? 0 : 1);
    return rank2(a) - rank2(b) || byText(a.at?.path ?? "", b.at?.path ?? "") || (a.at?.line ?? 0) - (b.at?.line ?? 0) || byText(a.code, b.code);
  });
}

// src/preflight/short.ts
var NO_COUNTS = {
  newlyDenied: 0,
  newlyAllowed: 0,
  uncertain: 0,
  rerouted: 0,
  unchanged: 0,
  expectedDenied: 0,
  waived: 0,
  quarantined: 0
};
var empty = (settings, { after, before }, conclusion) => ({
  version: REPORT_VERSION,
  tool: TOOL,
  conclusion,
  gate: settings === void 0 ? void 0 : gateOf(settings),
  policySet: settings?.policySet ?? "enforced",
  before,
  after,
  evidence: void 0,
  counts: NO_COUNTS,
  objects: [],
  flows: [],
  quarantined: [],
  preview: [],
  assertions: [],
  expectations: { unmatched: [], addedByChange: 0, paste: void 0 },
  waivers: [],
  otherSets: [],
  drift: [],
  diagnostics: [],
  notes: []
});
function nothingChanged(comparison, diagnostics2) {
  const { expectations: expectations2, settings } = comparison;
  const broken3 = expectations2.diagnostics.length;
  const conclusion = broken3 === 0 ? { result: "pass", reasons: [] } : { result: "fail", reasons: [{ is: "malformed-change", count: broken3 }] };
  return {
    ...empty(settings, comparison, conclusion),
    diagnostics: reported([...comparison.diagnostics, ...expectations2.diagnostics, ...diagnostics2], /* @__PURE__ */ new Set()),
    notes: settings.notes
  };
}
function errorDocument(settings, sides, diagnostics2) {
  const reasons2 = diagnostics2.map(({ args, code: code2 }) => ({ is: "could-not-run", code: code2, args }));
  return {
    ...empty(settings, sides, { result: "error", reasons: reasons2 }),
    diagnostics: reported(diagnostics2, /* @__PURE__ */ new Set()),
    notes: settings?.notes ?? []
  };
}

// src/base/canonical.ts
function canonical(value2) {
  return JSON.stringify(value2, (_key, inner) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).filter(([, one]) => one !== null && one !== void 0);
    return Object.fromEntries(entries.sort(([a], [b]) => byText(a, b)));
  });
}

// src/preflight/relevant.ts
var LABELS = ["metadata", "labels"];
function podParts(at2) {
  return [
    [...at2, "metadata", "labels"],
    [...at2, "metadata", "generateName"],
    [...at2, "metadata", "deletionTimestamp"],
    [...at2, "spec", "serviceAccountName"],
    [...at2, "spec", "serviceAccount"],
    [...at2, "spec", "hostNetwork"],
    [...at2, "spec", "nodeName"],
    [...at2, "status"]
  ];
}
var TEMPLATES = {
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"]
};
var STORED = ["metadata", "annotations", "projectcalico.org/metadata"];
function relevantPart(manifest) {
  const { apiVersion, kind, value: value2 } = manifest;
  const template = manifest.group === "apps" || manifest.group === "batch" || kind === "ReplicationController" ? TEMPLATES[kind] : void 0;
  const read = (pointers) => pointers.map((pointer) => valueAt(value2, pointer));
  if (template !== void 0)
    return canonical([apiVersion, ...read(podParts(template)), ports4(valueAt(value2, [...template, "spec"]))]);
  switch (kind) {
    case "Pod":
      return canonical([
        ...read(podParts([])),
        read([["metadata", "annotations", "cni.projectcalico.org/podIP"]]),
        ports4(valueAt(value2, ["spec"]))
      ]);
    case "Namespace":
    case "ServiceAccount":
      return canonical(read([LABELS]));
    case "Node":
      return canonical(read([LABELS, ["status", "addresses"], ["spec", "podCIDRs"]]));
    case "EndpointSlice":
      return canonical(read([LABELS, ["endpoints"], ["ports"], ["addressType"]]));
    case "NetworkSet":
    case "GlobalNetworkSet":
    case "HostEndpoint":
      return canonical([apiVersion, ...read([LABELS, STORED, ["spec"]])]);
    default:
      return canonical([apiVersion, ...read([STORED, ["spec"]])]);
  }
}
function ports4(spec) {
  return ["containers", "initContainers"].map((list3) => {
    const containers = valueAt(spec, [list3]);
    return Array.isArray(containers) ? containers.map((container) => valueAt(container, ["ports"])) : containers;
  });
}

// src/preflight/change.ts
var isRelevant = ({ broken: broken3, objects: objects2 }) => objects2.length > 0 || broken3.length > 0;
function compareSides(before, after) {
  const templates = newTemplates(before, after);
  const inTemplate = new Set(templates.map(({ path: path6 }) => path6));
  const objects2 = compareObjects(before.objects, after.objects).filter(
    (one) => one.change !== "removed" || !inTemplate.has(one.before.origin.path)
  );
  const touched = new Set(objects2.map(({ key }) => key));
  const earlier2 = new Set(before.broken.map(({ text }) => text));
  return {
    objects: objects2,
    broken: [...after.broken.filter(({ text }) => !earlier2.has(text)), ...templates],
    diagnostics: duplicateDiagnostics(before, after, touched)
  };
}
function newTemplates(before, after) {
  const files = new Set([...before.objects.values()].map(({ origin: origin2 }) => origin2.path));
  const earlier2 = new Set(before.unrendered.map(({ text }) => text));
  return after.unrendered.filter(({ path: path6, text }) => files.has(path6) && !earlier2.has(text));
}
function compareObjects(before, after) {
  const diffs = [];
  for (const [key, old] of before) {
    const now = after.get(key);
    if (now === void 0) diffs.push({ change: "removed", key, before: old, after: void 0 });
    else if (now !== old && relevantPart(now) !== relevantPart(old))
      diffs.push({ change: "edited", key, before: old, after: now });
  }
  for (const [key, now] of after)
    if (!before.has(key)) diffs.push({ change: "added", key, before: void 0, after: now });
  return diffs.sort((a, b) => byText(a.key, b.key));
}
function duplicateDiagnostics(before, after, touched) {
  const known4 = new Set(before.duplicates.map(pairKey));
  return after.duplicates.map((pair2) => {
    const [first2, second] = pair2;
    const other = first2.origin.locate([]);
    const isNew = touched.has(second.key) || !known4.has(pairKey(pair2));
    return {
      code: isNew ? "duplicate-object" : "duplicate-object-before",
      at: second.origin.locate([]),
      args: [second.kind, second.namespace ?? "", second.name, other.path, String(other.line)]
    };
  });
}
var pairKey = ([first2, second]) => `${first2.key} ${first2.origin.path} ${relevantPart(first2)} ${second.origin.path} ${relevantPart(second)}`;
function overlay(base, over) {
  return new Map([...base, ...over]);
}
function applyChange(base, diffs) {
  const out = new Map(base);
  for (const { after, key } of diffs) {
    if (after !== void 0) out.set(key, after);
    else for (const twin of twins(key)) out.delete(twin);
  }
  return out;
}
function twins(key) {
  const [group, ...rest] = key.split("|");
  if (group !== "projectcalico.org" && group !== "crd.projectcalico.org") return [key];
  return ["projectcalico.org", "crd.projectcalico.org"].map((one) => [one, ...rest].join("|"));
}

// src/advise/alive.ts
var Alive = class {
  #cluster;
  /** Ports that flows were seen to, by workload */
  #seen = /* @__PURE__ */ new Map();
  constructor(cluster, flows2) {
    this.#cluster = cluster;
    for (const { destination: destination2, destinationPort, protocol: protocol3, records } of flows2) {
      const wasRefused = records.length > 0 && records.every(({ action: action2 }) => action2 === "deny");
      if (destinationPort === void 0 || wasRefused) continue;
      for (const candidate of destination2.candidates)
        if (candidate.is === "pod")
          this.#add(workloadKey(candidate.namespace, candidate.name), protocol3, destinationPort);
    }
  }
  #add(key, protocol3, port2) {
    const list3 = this.#seen.get(key) ?? [];
    if (!list3.some((one) => one.port === port2 && one.protocol === protocol3)) list3.push({ protocol: protocol3, port: port2 });
    this.#seen.set(key, list3);
  }
  /** Declared ports, and ports that flows were seen to; empty where nothing is known */
  listening(workloads2) {
    return workloads2.flatMap(({ name: name3, namespace, ports: ports6 }) => [
      ...ports6,
      ...this.#seen.get(workloadKey(namespace, name3)) ?? []
    ]);
  }
  /** No workload listens on any of the ports, though it is known on which ones they listen */
  isPortDead(ports6, protocol3, workloads2) {
    if (workloads2.length === 0 || workloads2.some((one) => this.listening([one]).length === 0)) return false;
    const named2 = workloads2.flatMap((one) => one.ports);
    if (ports6.names.some((name3) => named2.some((one) => one.name === name3))) return false;
    return !this.listening(workloads2).some(
      (one) => (protocol3 === void 0 || one.protocol === protocol3) && ports6.ranges.some(({ from, to }) => from <= one.port && one.port <= to)
    );
  }
  /** The prefix lies among the cluster's own addresses and none of them is in it: nothing else can be said to be dead */
  areNetsDead(nets2) {
    const own = this.#cluster.pools;
    if (!nets2.every(
      (net) => own.some((pool) => pool.family === net.family && pool.first <= net.first && net.last <= pool.last)
    ))
      return false;
    return !this.#addresses().some((ip) => nets2.some((net) => contains(net, ip)));
  }
  #addresses() {
    const { hostEndpoints, nodes, sets, workloads: workloads2 } = this.#cluster;
    return [
      ...workloads2.flatMap(({ addresses }) => addresses),
      ...nodes.flatMap(({ addresses }) => addresses),
      ...hostEndpoints.flatMap(({ expectedIps }) => expectedIps),
      ...sets.flatMap(({ nets: nets2 }) => nets2.flatMap(cidrsOf).map(({ family, first: first2 }) => ({ family, value: first2 })))
    ];
  }
};

// src/engine/conditions.ts
function failingFields(engine, row, flow) {
  return fieldsOf(row.rule).filter((field2) => !holds(engine, row, field2, flow));
}
function fieldsOf({ match: match2 }) {
  const { destination: destination2, source: source2 } = match2;
  const fields = [
    match2.family === void 0 ? void 0 : "family",
    match2.protocol === void 0 && match2.notProtocol === void 0 ? void 0 : "protocol",
    match2.icmp === void 0 && match2.notIcmp === void 0 ? void 0 : "icmp",
    asksAddress(source2) || source2.service !== void 0 ? "source" : void 0,
    asksPorts(source2) ? "source-port" : void 0,
    asksAddress(destination2) ? "destination" : void 0,
    asksPorts(destination2) ? "port" : void 0,
    destination2.service === void 0 ? void 0 : "service"
  ];
  return fields.filter((field2) => field2 !== void 0);
}
var asksAddress = ({ nets: nets2, notNets, notSelector, selector: selector2 }) => nets2 !== void 0 || notNets !== void 0 || selector2 !== void 0 || notSelector !== void 0;
var asksPorts = ({ notPorts, ports: ports6 }) => ports6 !== void 0 || notPorts !== void 0;
function holds(engine, row, field2, flow) {
  return engine.meetsAlone(row, { ...row.rule, match: only(row.rule.match, field2) }, flow) === YES;
}
function only(match2, field2) {
  const nothing = {
    family: void 0,
    protocol: void 0,
    notProtocol: void 0,
    icmp: void 0,
    notIcmp: void 0,
    source: ANY_ENTITY,
    destination: ANY_ENTITY
  };
  switch (field2) {
    case "family":
      return { ...nothing, family: match2.family };
    case "protocol":
      return { ...nothing, protocol: match2.protocol, notProtocol: match2.notProtocol };
    case "icmp":
      return { ...nothing, icmp: match2.icmp, notIcmp: match2.notIcmp };
    case "source":
      return { ...nothing, source: addressOf(match2.source) };
    case "destination":
      return { ...nothing, destination: { ...addressOf(match2.destination), service: void 0 } };
    case "source-port":
      return { ...nothing, source: portsOf(match2.source) };
    case "port":
      return { ...nothing, destination: portsOf(match2.destination) };
    case "service":
      return { ...nothing, destination: { ...ANY_ENTITY, service: match2.destination.service } };
  }
}
var addressOf = (entity3) => ({
  ...entity3,
  ports: void 0,
  notPorts: void 0,
  portScope: void 0
});
var portsOf = ({ notPorts, portScope, ports: ports6 }) => ({
  ...ANY_ENTITY,
  ports: ports6,
  notPorts,
  portScope
});

// src/advise/near.ts
function nearestRule(engine, flow) {
  const concrete = deniedChoice(engine, flow);
  if (concrete === void 0) return void 0;
  const near = ["egress", "ingress"].flatMap((direction) => nearRules(engine, concrete, direction));
  return near.sort(byKeys(({ failing }) => failing.length))[0];
}
function deniedChoice(engine, flow) {
  const { destinations, layer4: layer42, sources } = ask(engine, flow);
  const choices = sources.flatMap(
    (source2) => destinations.filter(({ peer }) => peer.family === source2.peer.family).flatMap((destination2) => layer42.map((l4) => ({ source: source2, destination: destination2, layer4: l4 })))
  );
  const denied = choices.filter((choice) => denies(choice, "egress") || denies(choice, "ingress"));
  return denied.find(({ destination: destination2, source: source2 }) => isKnown(source2) && isKnown(destination2)) ?? denied[0];
}
var isKnown = ({ shown: shown3 }) => shown3.is === "known";
function endOf2(choice, direction) {
  const { program } = direction === "egress" ? choice.source : choice.destination;
  return program === void 0 ? void 0 : verdictOf(program, choice.source, choice.destination, choice.layer4);
}
var denies = (choice, direction) => endOf2(choice, direction)?.is === "deny";
function nearRules(engine, concrete, direction) {
  const { program } = direction === "egress" ? concrete.source : concrete.destination;
  if (program === void 0 || !denies(concrete, direction)) return [];
  return program.rows.flatMap((row) => {
    if (row.action !== "allow" || row.policy.unknown !== void 0) return [];
    const [first2, ...rest] = failingFields(engine, row, concrete);
    if (first2 === void 0 || rest.length > 1) return [];
    const failing = [first2, ...rest];
    return saysEnough(row.rule, failing, direction) ? [{ direction, row, failing, concrete }] : [];
  });
}
function saysEnough({ match: match2 }, failing, direction) {
  const peer = direction === "egress" ? "destination" : "source";
  const fails = (field2) => failing.includes(field2);
  if (fails("protocol") && (fails(peer) || fails("port"))) return false;
  if (fails(peer) && (fails("port") || match2.destination.ports === void 0)) return false;
  return true;
}

// src/advise/intention.ts
var Intentions = class {
  #world;
  #policies;
  #mended = /* @__PURE__ */ new Map();
  constructor(world, policies) {
    this.#world = world;
    this.#policies = policies;
  }
  of(flow) {
    const near = nearestRule(this.#world.engine, flow);
    if (near === void 0) return { is: "nothing-near", near, dead: /* @__PURE__ */ new Set(), fix: void 0 };
    const dead = new Set(near.failing.filter((field2) => isDead(near, field2, this.#world)));
    const fix = this.#fix(near, dead, flow);
    return { is: fix === void 0 ? "looks-intended" : "probably-a-mistake", near, dead, fix };
  }
  #fix(near, dead, flow) {
    const [field2, ...more2] = near.failing;
    if (more2.length > 0 || !dead.has(field2)) return void 0;
    const fix = mend(near, field2, this.#world);
    if (fix === void 0) return void 0;
    return judge2(this.#engineWith(near, fix), flow).overall === "allow" ? fix : void 0;
  }
  #engineWith({ direction, row }, fix) {
    const { id } = row.policy;
    const key = `${id.kind}|${id.namespace}|${id.name}|${direction}|${String(row.hit?.rule)}|${fix.from}|${fix.to}`;
    let engine = this.#mended.get(key);
    if (engine === void 0) {
      const rules4 = (row.policy[direction] ?? []).map(
        (rule) => rule === row.rule ? { ...rule, match: fix.match } : rule
      );
      const policy = { ...row.policy, [direction]: rules4 };
      const policies = this.#policies.policies.map((one) => one === row.policy ? policy : one);
      engine = new Engine(this.#world.engine.cluster, { ...this.#policies, policies }, "dataplane");
      this.#mended.set(key, engine);
    }
    return engine;
  }
};

// src/compare/calibrate.ts
function calibrate(flow, record, set, oracle) {
  const trace = set === "enforced" ? record.enforced : record.pending;
  const recorded2 = recordedAction(record, set);
  if (record.reporter === void 0 || recorded2 === void 0) return void 0;
  const verdict2 = oracle.judge({ ...flow, source: record.source, destination: record.destination, records: [record] });
  const simulated = endOf3(record, verdict2);
  const is = agreement(simulated, recorded2, trace);
  const cause2 = is === "differs" ? causeOf(record, set, simulated, oracle) : void 0;
  return { flow, record, set, recorded: recorded2, simulated, is, cause: cause2 };
}
var weightOf = ({ record }) => record.count ?? 1;
var recordedAction = (record, set) => set === "enforced" ? record.action : lastAction(record.pending);
var endOf3 = ({ reporter }, { egress, ingress }) => reporter === "source" ? egress : ingress;
function lastAction(hits) {
  const last2 = hits?.at(-1);
  if (last2 === void 0) return void 0;
  return last2.action === "allow" ? "allow" : "deny";
}
function agreement(simulated, action2, recorded2) {
  const outcomes = simulated?.outcomes ?? [];
  const possible3 = outcomes.filter((outcome) => outcome.action === action2 || outcome.action === "unknown");
  if (possible3.length === 0) return "differs";
  if (recorded2 !== void 0 && !possible3.some((outcome) => isRecorded(outcome, recorded2))) return "trace-differs";
  return outcomes.length === 1 ? "equal" : "open";
}
function isRecorded({ action: action2, trace }, recorded2) {
  if (action2 === "unknown") return true;
  return trace.length === recorded2.length && trace.every((hit, i) => recorded2[i] !== void 0 && isHit(hit, recorded2[i]));
}
function isHit(hit, recorded2) {
  const { policy, rule, tier } = hit;
  if (rule !== recorded2.rule || hit.action !== recorded2.action) return false;
  if (policy.kind === "pro") return recorded2.kind === "pro" && policy.name === recorded2.name;
  if (tier !== recorded2.tier) return false;
  if (rule === "end-of-tier") return true;
  return policy.kind === recorded2.kind && policy.namespace === recorded2.namespace && isName(policy.name, recorded2);
}
var isName = (name3, { name: recorded2, tier }) => name3 === recorded2 || name3 === `${tier}.${recorded2}`;
function isConsistent(records, one) {
  const by = (reporter) => records.filter((record) => record.reporter === reporter && record.action !== void 0);
  const [sources, destinations] = [by("source"), by("destination")];
  const at2 = (end2, of2) => of2.filter((record) => mayHaveLeft(end2, record));
  const atSource = at2(one.egress, sources);
  if (sources.length > 0 && atSource.length === 0) return false;
  const stopped2 = sources.length > 0 && atSource.every(({ action: action2 }) => action2 === "deny");
  return stopped2 || destinations.length === 0 || at2(one.ingress, destinations).length > 0;
}
function mayHaveLeft(end2, { action: action2, enforced: enforced3 }) {
  if (end2 === void 0) return true;
  return end2.outcomes.some(
    (outcome) => (outcome.action === action2 || outcome.action === "unknown") && (enforced3 === void 0 || isRecorded(outcome, enforced3))
  );
}
function causeOf(record, set, simulated, oracle) {
  const own = record.reporter === "source" ? record.source : record.destination;
  if (simulated === void 0) return "address-missing";
  const { enforced: enforced3 } = record;
  const left = set === "pending" || enforced3 === void 0 ? "possible" : oracle.couldLeave(record, enforced3);
  if (isOlder(record, left, simulated)) return "older-connection";
  const ends = [record.source, record.destination];
  if (ends.some(({ candidates }) => candidates.some((one) => one.is === "stand-in" && one.workload.known === "record")))
    return "labels-aggregated";
  const isPlaceless = own.candidates.every((one) => one.is === "stand-in" && one.workload.addresses.length === 0);
  return isPlaceless ? "address-missing" : "unexplained";
}
function isOlder({ action: action2, enforced: enforced3, pending: pending2 }, left, { outcomes }) {
  if (left === "no" && action2 === "allow")
    return pending2 === void 0 || outcomes.every((outcome) => outcome.action === lastAction(pending2));
  return left !== "possible" && enforced3 !== void 0 && pending2 !== void 0 && outcomes.every((outcome) => isRecorded(outcome, pending2));
}

// src/preflight/evidence-worth.ts
var HOUR = 3600;
var DAY2 = 24 * HOUR;
var MOST = {
  seen: 40,
  time: 25,
  age: 15,
  "pods-there": 10,
  "policies-steady": 10
};
var WEEK_HOURS = 7 * 24;
var OLD_SECONDS = 14 * DAY2;
function worthOf(input) {
  const { affected, cluster, meta } = input;
  const seen = seenWorkloads(input.flows);
  const known4 = new Map(cluster.workloads.map((one) => [nameOf3(one), one]));
  const never2 = [...known4].filter(([name3]) => !seen.has(name3));
  const pods2 = cluster.workloads.filter((one) => one.known === "pod" && affected.includes(nameOf3(one)));
  const young2 = pods2.filter((pod) => isYounger(pod, meta.spans[0]?.start));
  const coveredSeconds = sumOf(meta.spans);
  const shares = {
    seen: share(affected.filter((name3) => seen.has(name3)).length, affected.length),
    time: Math.min(1, Math.log2(1 + coveredSeconds / HOUR) / Math.log2(1 + WEEK_HOURS)),
    age: input.ageSeconds === void 0 ? 0 : Math.max(0, 1 - input.ageSeconds / OLD_SECONDS),
    "pods-there": share(pods2.length - young2.length, pods2.length),
    "policies-steady": steadiness(meta, coveredSeconds)
  };
  const parts = PARTS.map((is) => ({ is, points: Math.round(MOST[is] * shares[is]), of: MOST[is] }));
  return {
    score: parts.reduce((sum, { points: points2 }) => sum + points2, 0),
    parts,
    affectedCount: affected.length,
    seenCount: affected.filter((name3) => seen.has(name3)).length,
    windowCount: meta.windowCount,
    coveredSeconds,
    spans: meta.spans,
    young: namesOf3(young2),
    podCount: pods2.length,
    youngPodCount: young2.length,
    clusterWorkloadCount: known4.size,
    clusterUnseenCount: never2.length,
    unseenCronJobs: never2.flatMap(([name3, { owner }]) => owner.kind === "CronJob" ? [name3] : []).sort(byText),
    policyChanges: meta.policyChanges,
    unread: meta.unread
  };
}
var PARTS = ["seen", "time", "age", "pods-there", "policies-steady"];
var nameOf3 = ({ namespace, owner }) => workloadKey(namespace, owner.name);
var namesOf3 = (workloads2) => [...new Set(workloads2.map(nameOf3))].sort(byText);
var seenWorkloads = (flows2) => new Set(
  flows2.flatMap(({ destination: destination2, source: source2 }) => [source2, destination2]).flatMap(({ is, name: name3 }) => is === "workload" ? [name3] : [])
);
var share = (part4, whole) => whole === 0 ? 1 : part4 / whole;
var seconds = (iso) => Date.parse(iso) / 1e3;
var sumOf = (spans) => spans.reduce((sum, { end: end2, start }) => sum + seconds(end2) - seconds(start), 0);
function isYounger({ at: at2 }, from) {
  const created = at2?.origin.read(["metadata", "creationTimestamp"]);
  return typeof created === "string" && from !== void 0 && Date.parse(created) > Date.parse(from);
}
function steadiness({ policiesSince, policyChanges: policyChanges2, spans }, coveredSeconds) {
  if (policyChanges2.length === 0) return 1;
  const since = spans.map(({ end: end2, start }) => Math.max(0, seconds(end2) - Math.max(seconds(start), policiesSince)));
  return coveredSeconds === 0 ? 0 : since.reduce((a, b) => a + b, 0) / coveredSeconds;
}

// src/preflight/evidence.ts
function evidenceOf({
  ageSeconds: ageSeconds2,
  calibrated,
  flows: flows2,
  meta,
  origin: origin2,
  previewed,
  touched,
  worth
}) {
  const seen = seenWorkloads(flows2);
  return {
    flowCount: flows2.length,
    recordCount: meta.recordCount,
    workloadCount: seen.size,
    windowStart: meta.windowStart,
    windowEnd: meta.windowEnd,
    capturedAt: meta.capturedAt,
    ageSeconds: ageSeconds2,
    sources: meta.sources,
    origin: origin2,
    agreement: agreementOf(calibrated),
    previewAgreement: previewed.length === 0 ? void 0 : agreementOf(previewed),
    unseen: touched.filter((name3) => !seen.has(name3)),
    worth
  };
}
function agreementOf(calibrated) {
  return {
    total: weight(calibrated, "equal", "trace-differs", "open", "differs"),
    reproduced: weight(calibrated, "equal", "trace-differs"),
    open: weight(calibrated, "open"),
    otherTrace: weight(calibrated, "trace-differs"),
    byTier: byTier(calibrated),
    differ: calibrated.flatMap((one) => one.is === "differs" ? [disagreement(one)] : [])
  };
}
var weight = (calibrated, ...kinds) => calibrated.reduce((sum, one) => sum + (kinds.includes(one.is) ? weightOf(one) : 0), 0);
function byTier(calibrated) {
  const groups = /* @__PURE__ */ new Map();
  for (const one of calibrated) {
    const key = JSON.stringify([tierOf(one), one.recorded]);
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [one]);
    else group.push(one);
  }
  return Array.from(groups.values(), (group) => {
    const [first2] = group;
    if (first2 === void 0) return [];
    return [
      {
        tier: tierOf(first2),
        action: first2.recorded,
        total: weight(group, "equal", "trace-differs", "open", "differs"),
        reproduced: weight(group, "equal", "trace-differs"),
        open: weight(group, "open"),
        differ: weight(group, "differs")
      }
    ];
  }).flat().sort(
    byKeys(
      ({ tier }) => tier,
      ({ action: action2 }) => action2
    )
  );
}
var tierOf = ({ record, set }) => (set === "enforced" ? record.enforced : record.pending)?.at(-1)?.tier ?? "";
function disagreement(one) {
  const { cause: cause2, flow, record, recorded: recorded2, simulated } = one;
  return {
    source: flow.source.name,
    destination: flow.destination.name,
    protocol: protocolName(flow.protocol),
    port: flow.destinationPort,
    reporter: record.reporter ?? "source",
    recorded: recorded2,
    simulated: simulated?.is ?? "unknown",
    records: weightOf(one),
    cause: cause2 ?? "unexplained"
  };
}
function selectedBy(engine, policies) {
  const names3 = policies.flatMap(
    (policy) => engine.selected(policy).map(({ namespace, owner }) => `${namespace}/${owner.name}`)
  );
  return [...new Set(names3)].sort(byText);
}

// src/preflight/objects.ts
function objectChanges({ broken: broken3, objects: objects2 }, before, after) {
  return [...objects2.map((diff) => objectChange(diff, before, after)), ...broken3.map(brokenChange)];
}
function objectChange(diff, before, after) {
  const manifest = diff.after ?? diff.before;
  const world = diff.after === void 0 ? before : after;
  const policies = policiesOf2(world, manifest);
  return {
    change: diff.change,
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    namespace: manifest.namespace,
    name: manifest.name,
    at: manifest.origin.locate([]),
    selects: policies.length === 0 ? void 0 : selectedBy(world.engineOfAll, policies),
    malformed: diff.after !== void 0 && policies.some(isMalformed)
  };
}
var policiesOf2 = (world, { origin: origin2 }) => world.allPolicies.filter(({ at: at2 }) => at2.origin === origin2);
var isMalformed = ({ unknown }) => unknown !== void 0 && SEVERITIES[unknown.why] === "error";
var brokenChange = ({ apiVersion, at: at2, kind, name: name3, namespace }) => ({
  change: "edited",
  apiVersion: apiVersion ?? "",
  kind: kind ?? "document",
  namespace,
  name: name3 ?? at2.path,
  at: at2,
  selects: void 0,
  malformed: true
});
function drifted(cluster, repository) {
  return compareObjects(cluster, repository).flatMap(({ after, change }) => {
    if (after === void 0) return [];
    const { kind, name: name3, namespace, origin: origin2 } = after;
    return [
      { kind, namespace, name: name3, is: change === "edited" ? "differs" : "only-in-repository", at: origin2.locate([]) }
    ];
  });
}

// src/preflight/affected.ts
function affectedWorkloads({ objects: objects2 }, before, after) {
  const names3 = /* @__PURE__ */ new Set();
  for (const { after: now, before: old } of objects2)
    for (const [manifest, world] of [
      [old, before],
      [now, after]
    ]) {
      if (manifest === void 0) continue;
      for (const name3 of selectedBy(world.engineOfAll, policiesOf2(world, manifest))) names3.add(name3);
      for (const name3 of changedWorkloads(world.cluster.workloads, manifest)) names3.add(name3);
    }
  return [...names3].sort(byText);
}
function changedWorkloads(workloads2, { group, kind, name: name3, namespace }) {
  const own = (one) => one.namespace === namespace && one.owner.name === name3;
  const isWorkload = group === "apps" || group === "batch" || group === "" && kind === "ReplicationController";
  const isChanged = (one) => {
    if (isWorkload) return own(one) && one.owner.kind === kind;
    if (group !== "") return false;
    if (kind === "Pod") return one.namespace === namespace && one.name === name3;
    return kind === "Namespace" && one.namespace === name3;
  };
  return workloads2.filter(isChanged).map((one) => workloadKey(one.namespace, one.owner.name));
}

// src/preflight/assertions.ts
var SHOWN2 = 5;
function judgeAssertion(engine, assertion) {
  const source2 = endOf4(engine.cluster, assertion.source);
  const destination2 = endOf4(engine.cluster, assertion.destination);
  const shown3 = {
    is: assertion.is,
    source: assertion.source.text,
    destination: assertion.destination.text,
    protocol: protocolName(assertion.protocol),
    port: assertion.port,
    reason: assertion.reason,
    at: assertion.at,
    addedByChange: assertion.addedByChange
  };
  const empty2 = [source2, destination2].find(({ candidates }) => candidates.length === 0);
  if (empty2 !== void 0) {
    const counterexamples = [`nothing in the snapshot matches ${empty2.name}`];
    return { ...shown3, holds: false, answer: "unknown", counterexamples, decidedBy: void 0 };
  }
  const verdict2 = judge2(engine, flowOf(assertion, source2, destination2));
  const wanted = assertion.is === "must-allow" ? "allow" : "deny";
  const against = verdict2.cases.filter(({ overall }) => overall !== wanted);
  const holds2 = verdict2.overall === wanted && against.length === 0;
  return {
    ...shown3,
    holds: holds2,
    answer: verdict2.overall,
    counterexamples: holds2 ? [] : against.slice(0, SHOWN2).map(caseText),
    decidedBy: decidedBy2(holds2 ? verdict2.cases : against, verdict2)
  };
}
function endOf4(cluster, end2) {
  switch (end2.is) {
    case "addresses": {
      const { cidr, text } = end2;
      const candidates = cidr.prefix === bitsOf(cidr.family) ? [{ is: "address", ip: { family: cidr.family, value: cidr.first } }] : [{ is: "addresses", ranges: [cidr], what: text }];
      return { name: text, is: "address", candidates };
    }
    case "pods": {
      const { namespace, selector: selector2 } = end2;
      return workloads(
        cluster,
        end2.text,
        (one) => (namespace === void 0 || one.namespace === namespace) && matches(selector2.tree, one.labels) === true
      );
    }
    case "workloads":
      return workloads(
        cluster,
        end2.text,
        ({ name: name3, namespace, owner }) => [owner.name, name3].some((one) => matchesName(end2.pattern, workloadKey(namespace, one)))
      );
  }
}
function workloads(cluster, name3, wanted) {
  const candidates = cluster.workloads.filter(wanted).map(
    (workload) => workload.known === "pod" ? { is: "pod", namespace: workload.namespace, name: workload.name, ip: void 0 } : { is: "stand-in", workload }
  );
  return { name: name3, is: "workload", candidates };
}
function flowOf({ port: port2, protocol: protocol3, text }, source2, destination2) {
  return {
    key: text,
    source: source2,
    destination: destination2,
    protocol: protocol3,
    sourcePort: void 0,
    destinationPort: port2,
    icmp: void 0,
    missing: { sourcePort: hasPorts(protocol3), destinationPort: hasPorts(protocol3) && port2 === void 0, icmp: true },
    weight: { count: 0, unit: "connections" },
    firstSeen: void 0,
    lastSeen: void 0,
    records: []
  };
}
var caseText = ({ destination: destination2, overall, source: source2 }) => `${source2.members[0] ?? ""} → ${destination2.members[0] ?? ""}: ${overall === "unknown" ? "uncertain" : overall}`;
function decidedBy2(cases, verdict2) {
  const [first2] = cases;
  const ends = first2 === void 0 ? [verdict2.egress, verdict2.ingress] : [first2.egress, first2.ingress];
  const end2 = ends.find((one) => one?.is === "deny") ?? ends.findLast((one) => one !== void 0);
  const hit = end2?.trace.at(-1);
  return hit === void 0 ? void 0 : hitInfo(hit);
}

// src/engine/recorded.ts
function lastRowOf(program, length, isRow) {
  let index = 0;
  let last2;
  for (const tier of program.tiers) {
    if (index === length) return last2;
    const found = rowIn(program, tier, index, isRow);
    if (found === void 0) {
      if (tier.governs) return void 0;
      continue;
    }
    last2 = found;
    index++;
  }
  if (index === length) return last2;
  return index === length - 1 && isRow(program.profile, index) ? "end" : void 0;
}
function rowIn(program, tier, index, isRow) {
  for (let at2 = tier.firstRow; at2 < tier.endRow; at2++) {
    const row = program.rows[at2];
    if (row?.hit !== void 0 && isRow(row.hit, index)) return row;
  }
  return isRow(tier.endOfTier, index) ? "end" : void 0;
}

// src/engine/settle.ts
function settled(engine, flow, isPossible) {
  const { destinations, layer4: layer42, sources } = ask(engine, flow);
  if (sources.length === 1 && destinations.length === 1) return flow;
  const possibleSources = /* @__PURE__ */ new Set();
  const possibleDestinations = /* @__PURE__ */ new Set();
  for (const source3 of sources)
    for (const destination3 of destinations) {
      if (source3.peer.family !== destination3.peer.family) continue;
      if (!isPossible(judgeCase(source3, destination3, layer42))) continue;
      possibleSources.add(source3);
      possibleDestinations.add(destination3);
    }
  if (possibleSources.size === 0) return flow;
  const source2 = narrowed(flow.source, sources, possibleSources);
  const destination2 = narrowed(flow.destination, destinations, possibleDestinations);
  return source2 === flow.source && destination2 === flow.destination ? flow : { ...flow, source: source2, destination: destination2 };
}
function narrowed(end2, all, possible3) {
  const families = new Set([...possible3].map(({ peer }) => peer.family));
  if (all.every((one) => possible3.has(one) || !families.has(one.peer.family))) return end2;
  return { ...end2, candidates: joined2([...possible3].flatMap(({ candidates }) => candidates)) };
}
function joined2(candidates) {
  const byName = /* @__PURE__ */ new Map();
  const others = /* @__PURE__ */ new Set();
  for (const candidate of candidates) {
    if (candidate.is !== "addresses") others.add(candidate);
    else {
      const ranges = [...byName.get(candidate.what)?.ranges ?? [], ...candidate.ranges];
      byName.set(candidate.what, { ...candidate, ranges: subtract(ranges, []) });
    }
  }
  return [...others, ...byName.values()];
}

// src/preflight/calibration.ts
function calibrateFlows(recorded2, flows2, set) {
  return flows2.flatMap((flow) => {
    if (flow.records.length === 0) return [];
    const oracle = oracleOf(recorded2, flow, set);
    return flow.records.flatMap((record) => calibrate(flow, record, set, oracle) ?? []);
  });
}
var oracleOf = (recorded2, flow, set) => ({
  judge: (one) => recorded2.verdict(one, set),
  couldLeave: (record, trace) => couldLeave(recorded2.engine(set), flow, record, trace)
});
function couldLeave(engine, flow, record, trace) {
  const { destinations, sources } = ask(engine, { ...flow, source: record.source, destination: record.destination });
  const ends = record.reporter === "source" ? sources : destinations;
  const programs = new Set(ends.flatMap(({ program }) => program ?? []));
  const rows = Array.from(
    programs,
    (program) => lastRowOf(program, trace.length, (hit, i) => trace[i] !== void 0 && isHit(hit, trace[i]))
  ).filter((row) => row !== void 0);
  if (rows.length === 0) return "no";
  return rows.every((row) => row === "end" || !row.joint) ? "previewed" : "possible";
}
function settleFlows(recorded2, resolved) {
  const originals = /* @__PURE__ */ new Map();
  const flows2 = resolved.map((flow) => {
    const known4 = settleFlow(recorded2, flow);
    if (known4 !== flow) originals.set(known4, flow);
    return known4;
  });
  return { flows: originals.size === 0 ? resolved : flows2, originals };
}
function settleFlow(recorded2, flow) {
  if (!isOpen(flow) || !flow.records.some(({ enforced: enforced3 }) => enforced3 !== void 0)) return flow;
  return settled(recorded2.engine("enforced"), flow, (one) => isConsistent(flow.records, one));
}
var isOpen = ({ destination: destination2, source: source2 }) => isSeveral(source2) || isSeveral(destination2);
var isSeveral = ({ candidates }) => candidates.length > 1 || candidates[0]?.is === "addresses";

// src/engine/preview.ts
function previewDifference(preview2, dataplane, flow) {
  for (const one of concreteFlows(dataplane, flow)) {
    const [theirs, ours2] = [firstConcrete(preview2, one), firstConcrete(dataplane, one)];
    if (theirs === void 0 || ours2 === void 0) continue;
    const found = differenceAt("egress", { preview: preview2, theirs }, { dataplane, ours: ours2 }) ?? differenceAt("ingress", { preview: preview2, theirs }, { dataplane, ours: ours2 });
    if (found !== void 0) return found;
  }
  return void 0;
}
function differenceAt(direction, { preview: preview2, theirs }, { dataplane, ours: ours2 }) {
  const end2 = direction === "egress" ? "source" : "destination";
  const [program, other] = [ours2[end2].program, theirs[end2].program];
  if (program === void 0 || other === void 0) return void 0;
  const answer = verdictOf(program, ours2.source, ours2.destination, ours2.layer4).is;
  if (answer === verdictOf(other, theirs.source, theirs.destination, theirs.layer4).is) return void 0;
  const says = (row, rule) => [
    dataplane.meetsAlone(row, rule, ours2),
    preview2.meetsAlone(row, rule, theirs)
  ];
  for (const [at2, row] of program.rows.entries()) {
    const twin = other.rows[at2];
    if (row.action === "log" || twin?.policy !== row.policy || !differ(says(row, row.rule))) continue;
    const field2 = fieldsOf(row.rule).find((one) => differ(says(row, { ...row.rule, match: only(row.rule.match, one) })));
    if (field2 !== void 0) return { fault: faultOf2(field2, row), direction, row };
  }
  return void 0;
}
var differ = ([a, b]) => a !== b;
function faultOf2(field2, { rule: { match: match2 } }) {
  switch (field2) {
    case "port":
      return faultOfPorts(match2.destination);
    case "source-port":
      return faultOfPorts(match2.source);
    case "source":
      return faultOfAddresses(match2.source);
    case "destination":
      return faultOfAddresses(match2.destination);
    case "icmp":
      return "icmp-type";
    case "family":
    case "protocol":
      return "ip-version";
    case "service":
      return "service-protocol";
  }
}
var faultOfPorts = ({ ports: ports6 }) => (ports6?.names.length ?? 0) > 0 ? "port-name" : "port-name-excluded";
var faultOfAddresses = ({ notSelector, selector: selector2 }) => selector2 === void 0 && notSelector === void 0 ? "other-family" : "set-member";
function* concreteFlows(engine, flow) {
  const { destinations, layer4: layer42, sources } = ask(engine, flow);
  const exact = (candidates) => candidates.slice(0, 1).map((one) => {
    const range3 = one.is === "addresses" ? one.ranges[0] : void 0;
    return range3 === void 0 ? one : { is: "address", ip: { family: range3.family, value: range3.first } };
  });
  for (const source2 of sources)
    for (const destination2 of destinations) {
      if (source2.peer.family !== destination2.peer.family) continue;
      for (const l4 of layer42)
        yield {
          ...flow,
          ...l4,
          source: { ...flow.source, candidates: exact(source2.candidates) },
          destination: { ...flow.destination, candidates: exact(destination2.candidates) },
          missing: { sourcePort: false, destinationPort: false, icmp: false }
        };
    }
}
function firstConcrete(engine, flow) {
  const { destinations, layer4: layer42, sources } = ask(engine, flow);
  for (const source2 of sources)
    for (const destination2 of destinations)
      for (const l4 of layer42)
        if (source2.peer.family === destination2.peer.family) return { source: source2, destination: destination2, layer4: l4 };
  return void 0;
}

// src/preflight/preview.ts
function previewNotes(world, flows2) {
  if (!world.hasStaged) return [];
  const involved = new Set(world.allPolicies.flatMap(keysOf));
  return flows2.flatMap((flow) => noteOf(world, flow, involved) ?? []);
}
function keysOf({ id, staged }) {
  if (staged === void 0) return [];
  const { kind } = id;
  const promoted = kind === "snp" || kind === "sgnp" || kind === "sknp" ? PROMOTED_KIND[kind] : kind;
  return [policyKey(id), policyKey({ ...id, kind: promoted })];
}
function noteOf(world, flow, involved) {
  const preview2 = world.verdict(flow, "pending");
  const promoted = world.verdict(flow, "promoted");
  if (preview2.overall === promoted.overall || promoted.overall === "unknown") return void 0;
  const fails = hasReason(preview2, "preview-fails");
  if (preview2.overall === "unknown" && !fails) return void 0;
  const hits = [...hitsOf(preview2), ...hitsOf(promoted)];
  if (!hits.some(({ policy }) => involved.has(policyKey(policy)))) return void 0;
  const { destination: destination2, destinationPort: port2, icmp: icmp4, protocol: protocol3, source: source2, weight: weight2 } = flow;
  return {
    source: { name: source2.name, is: source2.is },
    destination: { name: destination2.name, is: destination2.is },
    protocol: protocolName(protocol3),
    port: port2,
    icmp: icmp4,
    seen: weight2,
    preview: preview2.overall,
    promoted: promoted.overall,
    ...fails ? { why: "preview-fails", by: void 0 } : reasonOf2(world, flow, preview2, promoted)
  };
}
var hasReason = (verdict2, code2) => [verdict2.egress, verdict2.ingress].some((end2) => end2?.because.some((one) => one.code === code2) ?? false);
var hitsOf = ({ egress, ingress }) => [egress, ingress].flatMap((end2) => end2?.outcomes.flatMap(({ trace }) => trace) ?? []);
function reasonOf2(world, flow, preview2, promoted) {
  const fault = previewDifference(world.engine("pending"), world.stagedEngine, flow);
  if (fault !== void 0) {
    const { hit } = fault.row;
    return { why: fault.fault, by: hit === void 0 ? void 0 : hitInfo(hit) };
  }
  const direction = differing2(preview2, promoted);
  const [shown3, real] = [decidingHit(preview2[direction]), decidingHit(promoted[direction])];
  return { why: whyOfSets(world, shown3, real), by: shown3 === void 0 ? void 0 : hitInfo(shown3) };
}
var differing2 = (preview2, promoted) => preview2.egress?.is === promoted.egress?.is ? "ingress" : "egress";
var decidingHit = (end2) => end2?.outcomes[0]?.trace.at(-1);
function whyOfSets(world, shown3, real) {
  const staged = world.allPolicies.filter((policy) => policy.staged !== void 0);
  const actionOn = (hit) => hit === void 0 ? void 0 : staged.find((one) => keysOf(one).includes(policyKey(hit.policy)))?.staged;
  const actions = [actionOn(shown3), actionOn(real)];
  if (actions.includes("learn") || actions.includes("ignore")) return "not-promoted";
  if (actions.includes("delete")) return "staged-deletion";
  if (real?.policy.kind === "knp" || shown3?.policy.kind === "sknp") return defaultsDiffer(staged, real) ?? "namesake";
  return "namesake";
}
function defaultsDiffer(staged, real) {
  const differs = staged.some(
    ({ egress, id, ingress, promoted }) => id.kind === "sknp" && promoted !== void 0 && (real === void 0 || policyKey(promoted.id) === policyKey(real.policy)) && (egress === void 0 !== (promoted.egress === void 0) || ingress === void 0 !== (promoted.ingress === void 0))
  );
  return differs ? "kubernetes-defaults" : void 0;
}

// src/compare/delta.ts
function compareFlow(flow, before, after, changed) {
  const recorded2 = recordedAnswer(flow);
  const settled3 = settle2(before, recorded2);
  const beforeAnswer = settled3 ?? before.overall;
  const settledByRecord = settled3 !== void 0 && settled3 !== before.overall;
  if (sameVerdict(before, after)) return { ...UNCHANGED, flow, before, after, beforeAnswer, settledByRecord };
  const cut4 = newCases("deny", before, after, beforeAnswer);
  const partly2 = partlyCut(flow, after, cut4);
  const possiblyCut = [...possible2(cut4), ...portsCut(before, after)].sort(byBreadth);
  const change = changeOf({ before, after, beforeAnswer, partly: partly2, possiblyCut });
  const isReopened = change === "now-uncertain" && beforeAnswer === "deny";
  return {
    flow,
    before,
    after,
    beforeAnswer,
    settledByRecord,
    change,
    partly: change === "newly-denied" ? partly2 : void 0,
    possiblyCut: change === "now-uncertain" ? possiblyCut : [],
    possiblyAllowed: isReopened ? possible2(newCases("allow", before, after, beforeAnswer)) : [],
    because: change === "now-uncertain" ? reasons(after) : [],
    flippedBy: change === "unchanged" ? [] : flippedBy(before, after, changed)
  };
}
var UNCHANGED = {
  change: "unchanged",
  partly: void 0,
  possiblyCut: [],
  possiblyAllowed: [],
  because: [],
  flippedBy: []
};
function recordedAnswer({ records }) {
  let answer;
  for (const { action: action2 } of records) {
    if (action2 === void 0 || action2 === answer) continue;
    if (answer !== void 0) return endsDisagree(records) ? void 0 : "deny";
    answer = action2;
  }
  return answer;
}
function endsDisagree(records) {
  const bothSaidBy = (reporter) => {
    const own = records.filter((one) => one.reporter === reporter);
    return own.some(({ action: action2 }) => action2 === "allow") && own.some(({ action: action2 }) => action2 === "deny");
  };
  return bothSaidBy("source") || bothSaidBy("destination");
}
function settle2(before, recorded2) {
  if (recorded2 === "deny") return recorded2;
  return recorded2 === "allow" && before.overall === "unknown" ? recorded2 : void 0;
}
function newCases(answer, before, after, beforeAnswer) {
  if (beforeAnswer === answer) return [];
  return after.cases.flatMap((one) => one.overall === answer ? newPart(one, before) : []);
}
function newPart(one, before) {
  const overlapping = before.cases.filter(
    (other) => overlaps(one.source, other.source) && overlaps(one.destination, other.destination)
  );
  const same = overlapping.filter(({ overall }) => overall === one.overall);
  if (same.length === 0) return [one];
  if (same.length === overlapping.length) return [];
  const source2 = without(one.source, same, "source", one.destination);
  const destination2 = without(one.destination, same, "destination", one.source);
  return source2 === void 0 || destination2 === void 0 ? [] : [{ ...one, source: source2, destination: destination2 }];
}
function without(end2, before, side, other) {
  const { open: open3 } = end2;
  if (open3 === void 0 || other.open !== void 0) return end2;
  const holes = before.filter((one) => isWithin(other.members, one[side === "source" ? "destination" : "source"].members)).flatMap((one) => one[side].open ?? []).flatMap(({ ranges }) => ranges);
  const left = open3.map((piece) => ({ ...piece, ranges: subtract(piece.ranges, holes) })).filter(({ ranges }) => ranges.length > 0);
  return left.length === 0 ? void 0 : { ...end2, members: left.flatMap(boundTexts), open: left };
}
var isWithin = (some, all) => some.every((member) => all.includes(member));
function overlaps(a, b) {
  if (a.open === void 0 || b.open === void 0) return a.members.some((member) => b.members.includes(member));
  const ranges = a.open.flatMap((one) => one.ranges);
  const others = b.open.flatMap((one) => one.ranges);
  return ranges.some(
    (one) => others.some(({ family, first: first2, last: last2 }) => family === one.family && first2 <= one.last && one.first <= last2)
  );
}
var isKnown2 = ({ destination: destination2, source: source2 }) => source2.is === "known" && destination2.is === "known";
function partlyCut(flow, after, cut4) {
  const certain = cut4.filter(isKnown2);
  if (certain.length === 0 || after.overall === "deny") return void 0;
  const names3 = (cases) => {
    const all = new Set(cases.flatMap(({ destination: destination2, source: source2 }) => pairs(source2.members, destination2.members)));
    return [...all].sort(byText);
  };
  const total = names3(after.cases.filter(isKnown2)).length;
  return { cut: names3(certain), total: Math.max(total, flow.source.candidates.length) };
}
function pairs(sources, destinations) {
  return sources.flatMap((source2) => destinations.map((destination2) => `${source2} → ${destination2}`));
}
function possible2(cases) {
  const ends = cases.filter((one) => !isKnown2(one)).flatMap(({ destination: destination2, source: source2 }) => [source2, destination2]).filter(({ is }) => is === "possible");
  const texts4 = [...openTexts(ends), ...ends.flatMap(({ members, open: open3 }) => open3 === void 0 ? members : [])];
  return [...new Set(texts4)].sort(byBreadth);
}
function portsCut(before, after) {
  const earlier2 = new Set(before.cases.flatMap(({ deniedFor }) => deniedFor ?? []));
  const ports6 = new Set(after.cases.flatMap(({ deniedFor }) => deniedFor ?? []));
  return [...ports6].filter((port2) => !earlier2.has(port2));
}
function openTexts(ends) {
  const byName = /* @__PURE__ */ new Map();
  for (const { among, name: name3, ranges } of ends.flatMap(({ open: open3 }) => open3 ?? [])) {
    const known4 = byName.get(name3);
    byName.set(name3, {
      name: name3,
      ranges: [...known4?.ranges ?? [], ...ranges],
      among: subtract([...known4?.among ?? [], ...among], [])
    });
  }
  return [...byName.values()].flatMap(boundTexts);
}
function changeOf({ after, before, beforeAnswer, partly: partly2, possiblyCut }) {
  switch (after.overall) {
    case "deny":
      if (beforeAnswer !== "deny") return "newly-denied";
      return sameDecision(before, after) ? "unchanged" : "rerouted";
    case "allow":
      if (beforeAnswer === "deny") return "newly-allowed";
      return sameDecision(before, after) ? "unchanged" : "rerouted";
    case "unknown":
      if (partly2 !== void 0) return "newly-denied";
      return before.overall === "unknown" && possiblyCut.length === 0 ? "rerouted" : "now-uncertain";
  }
}
function sameDecision(before, after) {
  return ["egress", "ingress"].every((end2) => {
    const [a, b] = [before[end2], after[end2]];
    return a === void 0 || b === void 0 ? a === b : sameTrace(a.trace, b.trace);
  });
}
var reasons = ({ egress, ingress }) => [
  ...egress?.because ?? [],
  ...ingress?.because ?? []
];
function flippedBy(before, after, changed) {
  const keys = /* @__PURE__ */ new Set();
  for (const hit of [...allHits(after), ...allHits(before)]) {
    const origin2 = hit.source?.at.origin;
    const key = origin2 === void 0 ? void 0 : changed.get(origin2);
    if (key !== void 0) keys.add(key);
  }
  return [...keys].sort(byText);
}
function allHits(verdict2) {
  return verdict2.cases.flatMap(({ egress, ingress }) => [egress, ingress]).flatMap((end2) => end2?.outcomes.flatMap(({ trace }) => trace) ?? []);
}

// src/engine/untouched.ts
var Untouched = class {
  #before;
  #after;
  #byEnd = {
    ingress: /* @__PURE__ */ new WeakMap(),
    egress: /* @__PURE__ */ new WeakMap()
  };
  #byWorkload = {
    ingress: /* @__PURE__ */ new WeakMap(),
    egress: /* @__PURE__ */ new WeakMap()
  };
  #byProgram = /* @__PURE__ */ new WeakMap();
  constructor(before, after) {
    this.#before = before;
    this.#after = after;
  }
  /** Equal verdicts are certain. False where the two engines do not share their cluster: labels may differ then */
  holds({ destination: destination2, source: source2 }) {
    return this.#before.cluster === this.#after.cluster && this.#isEnd(source2, "egress") && this.#isEnd(destination2, "ingress");
  }
  #isEnd(end2, direction) {
    const memo = this.#byEnd[direction];
    let untouched = memo.get(end2);
    if (untouched === void 0) {
      untouched = end2.candidates.every((candidate) => {
        const workload = this.#workloadOf(candidate);
        return workload === void 0 || this.#isWorkload(workload, direction);
      });
      memo.set(end2, untouched);
    }
    return untouched;
  }
  #workloadOf(candidate) {
    switch (candidate.is) {
      case "pod":
        return this.#before.workload(candidate.namespace, candidate.name);
      case "stand-in":
        return candidate.workload;
      case "address":
        return this.#before.workloadAt(candidate.ip);
      case "addresses":
        return void 0;
    }
  }
  #isWorkload(workload, direction) {
    const memo = this.#byWorkload[direction];
    let untouched = memo.get(workload);
    if (untouched === void 0) {
      untouched = this.#isProgram(this.#before.program(workload, direction), this.#after.program(workload, direction));
      memo.set(workload, untouched);
    }
    return untouched;
  }
  /** Workloads of one program before share one after, unless a policy came to tell them apart */
  #isProgram(before, after) {
    const memo = this.#byProgram.get(before);
    if (memo?.after === after) return memo.same;
    const same = before.isSameAs(after);
    this.#byProgram.set(before, { after, same });
    return same;
  }
};

// src/convert/roll-out.ts
var ignore6 = () => void 0;
function rollOut(before, after) {
  const edits = templateEdits(before, after);
  const controllers = controllersOf(after);
  const replaced = /* @__PURE__ */ new Map();
  if (edits.size > 0) {
    for (const pod of after) {
      if (pod.group !== "" || pod.kind !== "Pod") continue;
      const edit2 = edits.get(ownerKey(pod.namespace ?? "", ownerOf(pod, controllers)));
      if (edit2 !== void 0) replaced.set(pod, rolledOut(pod, edit2));
    }
  }
  const stale = staleServices(before, after, replaced);
  return after.flatMap((manifest) => {
    const isStale = manifest.kind === "EndpointSlice" && stale.has(serviceOfSlice(manifest) ?? "");
    return isStale ? [] : [replaced.get(manifest) ?? manifest];
  });
}
function templateEdits(before, after) {
  const earlier2 = new Map(before.flatMap((manifest) => templateEntry(manifest) ?? []));
  const edits = /* @__PURE__ */ new Map();
  for (const manifest of after) {
    const [[key, template] = []] = templateEntry(manifest) ?? [];
    const old = key === void 0 ? void 0 : earlier2.get(key);
    if (key === void 0 || template === void 0 || old === void 0) continue;
    if (JSON.stringify(visible(old)) !== JSON.stringify(visible(template)))
      edits.set(key, { before: old, after: template });
  }
  return edits;
}
function templateEntry(manifest) {
  const pointer = templatePointer(manifest);
  if (pointer === void 0) return void 0;
  const template = field(manifest, pointer, ignore6).value;
  const owner = { kind: manifest.kind, name: manifest.name };
  return isMapping(template) ? [[ownerKey(manifest.namespace ?? "", owner), template]] : void 0;
}
var POD_FIELDS = ["containers", "initContainers", "serviceAccountName", "serviceAccount", "hostNetwork"];
function visible(template) {
  const labels = [...labelsIn(template)].sort(([a], [b]) => a < b ? -1 : 1);
  const spec = specOf(template);
  const account = spec.get("serviceAccountName").value ?? spec.get("serviceAccount").value;
  const ports6 = [spec.get("containers"), spec.get("initContainers")].map((list3) => (list3.list() ?? []).flatMap(portsOf2));
  return [labels, account, spec.get("hostNetwork").value === true, ports6];
}
var portsOf2 = (container) => (container.get("ports").list() ?? []).map(
  (port2) => ["name", "containerPort", "protocol"].map((name3) => port2.get(name3).value ?? null)
);
var origin = { path: "", fromCluster: true, locate: () => ({ path: "", line: 1, column: 1 }), read: () => void 0 };
var within = (value2, ...pointer) => field({ origin, value: value2 }, pointer, ignore6);
var specOf = (template) => within(template, "spec");
var labelsIn = (template) => within(template, "metadata", "labels").stringMap() ?? /* @__PURE__ */ new Map();
var mapping = (value2) => isMapping(value2) ? value2 : {};
function rolledOut(pod, edit2) {
  const metadata = mapping(pod.value["metadata"]);
  const gone = labelsIn(edit2.before);
  const kept = Object.entries(mapping(metadata["labels"])).filter(([key, value2]) => gone.get(key) !== value2);
  const labels = { ...Object.fromEntries(kept), ...Object.fromEntries(labelsIn(edit2.after)) };
  const template = mapping(edit2.after["spec"]);
  const spec = { ...mapping(pod.value["spec"]) };
  for (const name3 of POD_FIELDS) {
    if (Object.hasOwn(template, name3)) spec[name3] = template[name3];
    else Reflect.deleteProperty(spec, name3);
  }
  const status = movedStatus(pod, template["hostNetwork"] === true);
  return { ...pod, value: { ...pod.value, metadata: { ...metadata, labels }, spec, status } };
}
function movedStatus(pod, toHost) {
  const status = mapping(pod.value["status"]);
  const fromHost = mapping(pod.value["spec"])["hostNetwork"] === true;
  if (fromHost === toHost) return status;
  const { hostIP, hostIPs } = status;
  const moved = toHost ? { podIP: hostIP, podIPs: hostIPs } : { podIP: void 0, podIPs: void 0 };
  return { ...status, ...moved };
}
function staleServices(before, after, replaced) {
  const isService = ({ group, kind }) => group === "" && kind === "Service";
  const earlier2 = new Map(before.filter(isService).map((service2) => [service2.key, service2]));
  const stale = /* @__PURE__ */ new Set();
  for (const service2 of after) {
    if (!isService(service2)) continue;
    const selector2 = field(service2, ["spec", "selector"], ignore6).stringMap() ?? /* @__PURE__ */ new Map();
    if (selector2.size === 0) continue;
    const old = earlier2.get(service2.key);
    const edited = old !== void 0 && old !== service2 && backingOf(old) !== backingOf(service2);
    const reached = [...replaced].some(
      ([was, is]) => was.namespace === service2.namespace && (selects(selector2, was) || selects(selector2, is))
    );
    if (edited || reached) stale.add(`${service2.namespace ?? ""}/${service2.name}`);
  }
  return stale;
}
function backingOf(service2) {
  const spec = field(service2, ["spec"], ignore6);
  const selector2 = [...spec.get("selector").stringMap() ?? /* @__PURE__ */ new Map()].sort(
    ([a], [b]) => a < b ? -1 : 1
  );
  const ports6 = (spec.get("ports").list() ?? []).map(
    (port2) => ["port", "targetPort", "protocol"].map((name3) => port2.get(name3).value ?? null)
  );
  return JSON.stringify([selector2, ports6]);
}

// src/preflight/simulate.ts
var isPolicy = ({ kind }) => /NetworkPolicy$/.test(kind) || kind === "Tier";
function simulate(sides) {
  const diagnostics2 = /* @__PURE__ */ new Set();
  const report2 = (diagnostic) => void diagnostics2.add(diagnostic);
  const quiet = () => void 0;
  const sameInventory = sides.diffs.every(
    ({ after: after2, before: before2 }) => [before2, after2].every((one) => one === void 0 || isPolicy(one))
  );
  const after = new World(sameInventory ? sides.after : rollOut(sides.before, sides.after), sides.brokenAfter, report2);
  const shared2 = sameInventory ? after.cluster : void 0;
  const before = new World(sides.before, sides.brokenBefore, quiet, shared2);
  const recorded2 = new World(sides.recorded, sides.brokenRecorded, quiet);
  return { before, after, recorded: recorded2, diagnostics: [...diagnostics2] };
}
function compareFlows({ after, before }, flows2, set, diffs) {
  const changed = changedOrigins(diffs);
  const untouched = new Untouched(before.engine(set), after.engine(set));
  return flows2.map((flow) => {
    const old = before.verdict(flow, set);
    return compareFlow(flow, old, untouched.holds(flow) ? old : after.verdict(flow, set), changed);
  });
}
function changedOrigins(diffs) {
  const changed = /* @__PURE__ */ new Map();
  for (const { after, before, key } of diffs)
    for (const manifest of [before, after]) if (manifest !== void 0) changed.set(manifest.origin, key);
  return changed;
}
var hasStaged = ({ after, before }) => before.hasStaged || after.hasStaged;

// src/preflight/findings.ts
function findingsOf(question) {
  const { change, settings, sides, snapshot } = question;
  const simulation = simulate(sides);
  const { after, before } = simulation;
  const { recorded: recorded2 } = simulation;
  const resolved = snapshot?.flows(recorded2.cluster) ?? [];
  const calibrated = calibrateFlows(recorded2, resolved, "enforced");
  const contradicted2 = new Set(calibrated.flatMap(({ cause: cause2, flow }) => cause2 === "unexplained" ? [flow] : []));
  const { flows: flows2, originals } = settleFlows(recorded2, resolved);
  const isTrusted = ({ flow }) => !contradicted2.has(originals.get(flow) ?? flow);
  const trusted = (deltas2) => contradicted2.size === 0 ? deltas2 : deltas2.filter(isTrusted);
  const all = compareFlows(simulation, flows2, settings.policySet, sides.diffs);
  const deltas = trusted(all);
  const { assertions: wanted, denials } = question.expectations.expectations;
  const assertions = wanted.map((one) => judgeAssertion(after.engine(settings.policySet), one));
  const objects2 = objectChanges(change, before, after);
  const affected = affectedWorkloads(change, before, after);
  const worth = snapshot === void 0 ? void 0 : worthOf({
    cluster: recorded2.cluster,
    flows: resolved,
    affected,
    meta: snapshot.meta,
    ageSeconds: snapshot.ageSeconds
  });
  const gate2 = (of2) => judge({
    deltas: of2,
    limits: settings.limits,
    expectedDenials: denials,
    waivers: settings.waivers,
    assertions,
    malformedChanges: objects2.filter(({ malformed }) => malformed).length + errorsOfChange(question).length,
    malformedChange: settings.malformedChange,
    evidence: { score: worth?.score ?? 0, minimum: settings.minEvidence },
    now: question.now
  });
  return {
    settings,
    before: question.before,
    after: question.after,
    evidence: snapshot === void 0 ? void 0 : evidenceOf({
      flows: resolved,
      meta: snapshot.meta,
      origin: snapshot.origin,
      ageSeconds: snapshot.ageSeconds,
      calibrated,
      previewed: calibrateFlows(recorded2, resolved, "pending"),
      touched: affected,
      worth
    }),
    objects: objects2,
    deltas,
    quarantined: contradicted2.size === 0 ? [] : all.filter((delta) => !isTrusted(delta)),
    originals,
    preview: previewNotes(after, flows2),
    judgement: gate2(deltas),
    intentions: intentionsOf(simulation, flows2, deltas, settings.policySet),
    assertions,
    expectations: question.expectations.expectations,
    otherSets: otherSets(simulation, settings.policySet).map((set) => ({
      set,
      counts: gate2(trusted(compareFlows(simulation, flows2, set, sides.diffs))).counts
    })),
    drift: snapshot === void 0 ? [] : drifted(snapshot.objects, question.repository),
    diagnostics: [
      ...question.diagnostics,
      ...question.expectations.diagnostics,
      ...simulation.diagnostics,
      ...snapshot?.diagnostics ?? []
    ],
    changedPaths: new Set(
      change.objects.flatMap((one) => [one.before, one.after]).flatMap((one) => one === void 0 ? [] : [one.origin.path])
    ),
    notes: []
  };
}
var errorsOfChange = ({ change, expectations: expectations2 }) => [
  ...change.diagnostics.filter(({ code: code2 }) => code2 === "duplicate-object"),
  ...expectations2.diagnostics.filter(({ code: code2 }) => SEVERITIES[code2] === "error")
];
var otherSets = (simulation, counted2) => hasStaged(simulation) ? POLICY_SET_NAMES.filter((set) => set !== counted2) : [];
function intentionsOf({ after }, flows2, deltas, set) {
  const alive = new Alive(after.cluster, flows2);
  const intentions = new Intentions({ engine: after.engine(set), alive }, after.policies(set));
  const denied = deltas.filter(({ change }) => change === "newly-denied");
  return new Map(denied.map((delta) => [delta, intentions.of(delta.flow)]));
}

// src/config/label-selector.ts
var CODE2 = "expectation-invalid";
var SELECTOR_KEYS = ["matchLabels", "matchExpressions"];
var EXPRESSION_KEYS = ["key", "operator", "values"];
var NAME3 = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
var LABEL_KEY = new RegExp(`^(?:[a-z0-9.-]{1,253}/)?${NAME3}$`);
var LABEL_VALUE = new RegExp(`^(?:${NAME3})?$`);
var isKey = (value2) => typeof value2 === "string" && LABEL_KEY.test(value2);
var isValue = (value2) => typeof value2 === "string" && LABEL_VALUE.test(value2);
var KEY2 = {
  form: "the key of a label",
  words: [],
  fromValue: (value2) => isKey(value2) ? value2 : void 0
};
var VALUES = {
  form: "a list of label values, in quotes where they are numbers or words like `true`",
  words: [],
  fromValue: (value2) => Array.isArray(value2) && value2.length > 0 && value2.every(isValue) ? value2 : void 0
};
var LABELS2 = {
  form: "labels with their values, in quotes where they are numbers or words like `true`",
  words: [],
  fromValue: (value2) => {
    const pairs2 = isMapping(value2) ? Object.entries(value2) : void 0;
    const valid = pairs2?.filter((pair2) => isKey(pair2[0]) && isValue(pair2[1]));
    return valid?.length === pairs2?.length ? valid : void 0;
  }
};
var OPERATOR = oneOf("In", "NotIn", "Exists", "DoesNotExist");
function readLabelSelector2(at2) {
  onlyKnown(at2, SELECTOR_KEYS);
  const labels = optional(at2.get("matchLabels"), CODE2, LABELS2) ?? [];
  const expressions = entriesOf(at2.get("matchExpressions"), CODE2, EXPRESSION_KEYS);
  const terms2 = [
    ...labels.map(([label, value2]) => ({ tree: { is: "equals", label, value: value2 }, text: `${label}=${value2}` })),
    ...expressions.flatMap(readExpression2)
  ].sort(byKeys(({ text }) => text));
  const operands = terms2.map(({ tree }) => tree);
  return {
    text: terms2.map(({ text }) => text).join(","),
    tree: operands.length === 0 ? { is: "all" } : { is: "and", operands }
  };
}
function readExpression2(at2) {
  const label = required(at2.get("key"), CODE2, KEY2);
  const operator = required(at2.get("operator"), CODE2, OPERATOR);
  if (label === void 0 || operator === void 0) return [];
  const exists = { is: "has", label };
  if (operator === "Exists" || operator === "DoesNotExist") {
    if (at2.get("values").value !== void 0) complain(at2.get("values"), CODE2, `no values, for ${operator} takes none`);
    return [operator === "Exists" ? { tree: exists, text: label } : { tree: not(exists), text: `!${label}` }];
  }
  const values = [...required(at2.get("values"), CODE2, VALUES) ?? []].sort(byText);
  const isIn = { is: "in", label, values: new Set(values) };
  const list3 = `(${values.join(",")})`;
  return [
    operator === "In" ? { tree: isIn, text: `${label} in ${list3}` } : { tree: not(isIn), text: `${label} notin ${list3}` }
  ];
}
var not = (operand) => ({ is: "not", operand });

// src/config/assertion-end.ts
var CODE3 = "expectation-invalid";
var FORM = "`namespace/name`, an address, a prefix, or a mapping with `podSelector`";
var END_KEYS = ["namespace", "podSelector"];
function readAssertionEnd(at2, parseSelector2) {
  if (isMapping(at2.value)) return readPods3(at2, parseSelector2);
  if (TEXT_FORM.fromValue(at2.value) === void 0) {
    complain(at2, CODE3, FORM);
    return void 0;
  }
  const pattern = readEnd(at2, CODE3);
  if (pattern === void 0) return void 0;
  const { net, segments } = pattern;
  const text = endText(pattern);
  if (net !== void 0) return { is: "addresses", cidr: net, text };
  if (segments?.length === 2) return { is: "workloads", pattern, text };
  complain(at2, CODE3, FORM);
  return void 0;
}
function readPods3(at2, parseSelector2) {
  onlyKnown(at2, END_KEYS);
  const namespace = optional(at2.get("namespace"), CODE3, NAMESPACE);
  const selector2 = readPodSelector(at2.get("podSelector"), parseSelector2);
  if (selector2 === void 0) return void 0;
  const pods2 = selector2.tree.is === "all" ? "all pods" : `pods ${selector2.text}`;
  return { is: "pods", namespace, selector: selector2, text: namespace === void 0 ? pods2 : `${pods2} in ${namespace}` };
}
function readPodSelector(at2, parseSelector2) {
  if (isMapping(at2.value)) return readLabelSelector2(at2);
  if (typeof at2.value !== "string") {
    complain(at2, CODE3, "a label selector, or a selector of Calico as text");
    return void 0;
  }
  const parse = parseSelector2(at2.value);
  if (parse.ok) return parse.value;
  const { expected: expected2, offset } = parse.error;
  complain(at2, CODE3, `a selector of Calico (at its character ${offset + 1}: ${expected2})`);
  return void 0;
}

// src/config/expectations.ts
var CODE4 = "expectation-invalid";
var DENIALS = "expected-denials";
var ASSERTIONS = ["must-allow", "must-deny"];
var EXPECTATION_KEYS = [DENIALS, ...ASSERTIONS];
var ENTRY_KEYS = [...FLOW_KEYS, "reason"];
function parseExpectations(sources, parseSelector2) {
  const problems2 = [];
  const denials = [];
  const assertions = [];
  for (const source2 of [...sources].sort(byKeys(({ path: path6 }) => path6))) {
    const top = readMapping2(source2, CODE4, (problem2) => problems2.push(problem2));
    if (top === void 0) continue;
    onlyKnown(top, EXPECTATION_KEYS);
    for (const entry of entriesOf(top.get(DENIALS), CODE4, ENTRY_KEYS)) denials.push(...readDenial(entry));
    for (const is of ASSERTIONS) {
      const entries = entriesOf(top.get(is), CODE4, ENTRY_KEYS);
      for (const entry of entries) assertions.push(...readAssertion(is, entry, parseSelector2));
    }
  }
  const [first2, ...rest] = problems2;
  if (first2 !== void 0) return { ok: false, errors: [first2, ...rest] };
  return { ok: true, value: { denials, assertions }, warnings: [] };
}
function markAdded(after, before) {
  const known4 = new Set([...before?.denials ?? [], ...before?.assertions ?? []].map(({ text }) => text));
  const mark = (entry) => ({ ...entry, addedByChange: !known4.has(entry.text) });
  return { denials: after.denials.map(mark), assertions: after.assertions.map(mark) };
}
function readDenial(entry) {
  const flows2 = readFlows(entry, CODE4);
  const reason = required(entry.get("reason"), CODE4, TEXT_FORM);
  if (flows2 === void 0 || reason === void 0) return [];
  return [{ text: `${DENIALS}: ${flowsText(flows2)}`, at: placeOf(entry), addedByChange: false, flows: flows2, reason }];
}
function readAssertion(is, entry, parseSelector2) {
  const source2 = readAssertionEnd(entry.get("source"), parseSelector2);
  const destination2 = readAssertionEnd(entry.get("destination"), parseSelector2);
  const protocol3 = required(entry.get("protocol"), CODE4, PROTOCOL);
  const port2 = protocol3 === void 0 ? void 0 : readPort3(entry.get("port"), protocol3);
  const reason = optional(entry.get("reason"), CODE4, TEXT_FORM) ?? "";
  if (source2 === void 0 || destination2 === void 0 || protocol3 === void 0) return [];
  const layer42 = [protocolName(protocol3), ...port2 === void 0 ? [] : [`${port2}`]].join(" ");
  const text = `${is}: ${source2.text} → ${destination2.text} ${layer42}`;
  return [{ text, at: placeOf(entry), addedByChange: false, is, source: source2, destination: destination2, protocol: protocol3, port: port2, reason }];
}
var PORT2 = {
  form: "a port from 1 to 65535",
  words: [],
  fromValue: (value2) => isWhole(value2, 1, 65535) ? value2 : void 0
};
function readPort3(at2, protocol3) {
  if (hasPorts(protocol3)) return required(at2, CODE4, PORT2);
  if (at2.value !== void 0) complain(at2, CODE4, `no port, for ${protocolName(protocol3)} has none`);
  return void 0;
}

// src/preflight/expectations.ts
var NONE4 = { denials: [], assertions: [] };
function readExpectations(before, after) {
  const now = parseExpectations(after, parseSelector);
  if (!now.ok) return { expectations: NONE4, diagnostics: now.errors };
  const earlier2 = parseExpectations(before, parseSelector);
  return { expectations: markAdded(now.value, earlier2.ok ? earlier2.value : void 0), diagnostics: now.warnings };
}

// src/manifest/guess.ts
function kindsIn(text) {
  return [...text.matchAll(/\bkind["']?[ \t]*:[ \t]*["']?([A-Za-z]+)/g)].map(([, kind = ""]) => kind);
}
var FAR = 5e4;
function guessObject(whole) {
  const text = whole.slice(0, FAR);
  const metadata = /(?:^|[\n\r{,])[ \t]*["']?metadata["']?[ \t]*:/.exec(text);
  const inside = metadata === null ? "" : text.slice(metadata.index + metadata[0].length);
  return {
    apiVersion: valueOf("apiVersion", text),
    kind: valueOf("kind", text),
    namespace: valueOf("namespace", blockOf(inside)),
    name: valueOf("name", blockOf(inside))
  };
}
function valueOf(key, text) {
  const pattern = new RegExp(
    `(?:^|[\\n\\r{,])([ \\t]*)["']?${key}["']?[ \\t]*:(?:[ \\t]+|(?=["']))["']?([^\\s"',}#]+)`,
    "g"
  );
  let best;
  for (const [, indent = "", value2 = ""] of text.matchAll(pattern)) {
    if (best === void 0 || indent.length < best.indent) best = { indent: indent.length, value: value2 };
  }
  return best === void 0 || best.value.includes("{{") ? void 0 : best.value;
}
function blockOf(text) {
  const flow = /^\s*\{([^{}]*)/.exec(text);
  if (flow !== null) return `{${flow[1] ?? ""}`;
  return /^[^\n\r]*(?:(?:\r\n?|\n)(?:[ \t][^\n\r]*)?)*/.exec(text)?.[0] ?? "";
}
function looksLikeTemplate(text) {
  if (!text.includes("{{")) return false;
  let closes;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if (char === "\n" || char === "\r") closes = void 0;
    else if (closes === '"' && char === "\\") i++;
    else if (closes !== void 0) closes = char === closes ? void 0 : closes;
    else if (text.startsWith("{{", i)) return true;
    else closes = closerOf(char, text[i - 1]);
  }
  return false;
}
function closerOf(char, before) {
  if (char === '"' || char === "'") return char;
  const isComment = char === "#" && (before === void 0 || /\s/.test(before));
  return isComment ? "\n" : void 0;
}

// src/manifest/kinds.ts
var CALICO = {
  NetworkPolicy: "namespaced",
  GlobalNetworkPolicy: "cluster",
  StagedNetworkPolicy: "namespaced",
  StagedGlobalNetworkPolicy: "cluster",
  StagedKubernetesNetworkPolicy: "namespaced",
  Tier: "cluster",
  NetworkSet: "namespaced",
  GlobalNetworkSet: "cluster",
  HostEndpoint: "cluster",
  Profile: "cluster",
  IPPool: "cluster",
  FelixConfiguration: "cluster",
  ClusterInformation: "cluster",
  KubeControllersConfiguration: "cluster"
};
var ADMIN = {
  AdminNetworkPolicy: "cluster",
  BaselineAdminNetworkPolicy: "cluster",
  ClusterNetworkPolicy: "cluster"
};
var KINDS = {
  "": {
    Namespace: "cluster",
    Node: "cluster",
    Pod: "namespaced",
    ReplicationController: "namespaced",
    Service: "namespaced",
    ServiceAccount: "namespaced"
  },
  apps: { Deployment: "namespaced", StatefulSet: "namespaced", DaemonSet: "namespaced", ReplicaSet: "namespaced" },
  batch: { Job: "namespaced", CronJob: "namespaced" },
  "discovery.k8s.io": { EndpointSlice: "namespaced" },
  "networking.k8s.io": { NetworkPolicy: "namespaced" },
  // Where it lived before Kubernetes 1.16
  extensions: { NetworkPolicy: "namespaced" },
  "policy.networking.k8s.io": ADMIN,
  "projectcalico.org": CALICO,
  "crd.projectcalico.org": CALICO,
  // Policies of other implementations: not modelled, but what they could govern is not known
  "cilium.io": { CiliumNetworkPolicy: "namespaced", CiliumClusterwideNetworkPolicy: "cluster" },
  "crd.antrea.io": { NetworkPolicy: "namespaced", ClusterNetworkPolicy: "cluster" },
  "networking.k8s.aws": { ApplicationNetworkPolicy: "namespaced", ClusterNetworkPolicy: "cluster" }
};
var DECLARING = {
  "networking.k8s.io": { Ingress: "namespaced", IngressClass: "cluster" },
  "gateway.networking.k8s.io": {
    Gateway: "namespaced",
    HTTPRoute: "namespaced",
    GRPCRoute: "namespaced",
    TCPRoute: "namespaced",
    TLSRoute: "namespaced",
    UDPRoute: "namespaced"
  },
  "admissionregistration.k8s.io": {
    MutatingWebhookConfiguration: "cluster",
    ValidatingWebhookConfiguration: "cluster"
  },
  "apiregistration.k8s.io": { APIService: "cluster" },
  "monitoring.coreos.com": { Prometheus: "namespaced", ServiceMonitor: "namespaced", PodMonitor: "namespaced" }
};
var POLICY = /NetworkPolicy$/;
var affectsPolicy = (group, kind) => scopeIn(KINDS, group, kind) !== void 0;
var declaresFlows = (group, kind) => scopeIn(DECLARING, group, kind) !== void 0;
var scopeOf = (group, kind) => scopeIn(KINDS, group, kind) ?? scopeIn(DECLARING, group, kind);
function scopeIn(lists, group, kind) {
  const kinds = Object.hasOwn(lists, group) ? lists[group] : void 0;
  return kinds !== void 0 && Object.hasOwn(kinds, kind) ? kinds[kind] : void 0;
}
var groupsWith = (kind) => Object.keys(KINDS).filter((group) => affectsPolicy(group, kind));
var isPolicyGroup = (group) => Object.hasOwn(KINDS, group) && Object.keys(KINDS[group] ?? {}).some((kind) => POLICY.test(kind));
var groupOf = (apiVersion) => apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/")));

// src/manifest/metadata.ts
function judge3(value2, kind, braces) {
  if (isPatch(value2) || isPatch(value2["spec"])) return { is: "passed over", because: "$patch" };
  const metadata = value2["metadata"] ?? {};
  if (!isMapping(metadata)) return refused("bad-metadata", ["metadata"], "a mapping", describe(metadata));
  const name3 = metadata["name"] ?? "";
  const namespace = metadata["namespace"] ?? "";
  if (name3 === "") {
    const isGenerated = typeof metadata["generateName"] === "string";
    if (isGenerated) return { is: "passed over", because: "generateName" };
    return refused("missing-name", ["metadata"], kind);
  }
  if (typeof name3 !== "string") return refused("bad-metadata", ["metadata", "name"], "text", describe(name3));
  if (typeof namespace !== "string") {
    return refused("bad-metadata", ["metadata", "namespace"], "text", describe(namespace));
  }
  if (isTemplate(value2, name3, namespace, braces)) return { is: "template" };
  return { is: "object", name: name3, namespace: namespace === "" ? void 0 : namespace };
}
var isTemplate = (value2, name3, namespace, braces) => name3.includes("{{") || namespace.includes("{{") || braces && holdsBraces(value2);
var refused = (code2, pointer, ...args) => ({
  is: "refused",
  code: code2,
  pointer,
  args
});
var isPatch = (value2) => isMapping(value2) && Object.hasOwn(value2, "$patch");
var OTHER_LANGUAGES = /* @__PURE__ */ new Set(["annotations", "args", "command", "env", "data"]);
function holdsBraces(value2) {
  if (typeof value2 === "string") return value2.includes("{{");
  if (Array.isArray(value2)) return value2.some(holdsBraces);
  if (!isMapping(value2)) return false;
  return Object.keys(value2).some((key) => key.includes("{{") || !OTHER_LANGUAGES.has(key) && holdsBraces(value2[key]));
}
function looksLikePolicy(value2) {
  const { apiVersion, kind, spec } = value2;
  if (typeof kind === "string") return kind.endsWith("NetworkPolicy");
  if (typeof apiVersion === "string") return isPolicyGroup(groupOf(apiVersion));
  if (!isMapping(spec)) return false;
  const hasRules = Array.isArray(spec["ingress"]) || Array.isArray(spec["egress"]);
  const hasSubject = ["podSelector", "selector", "types"].some((name3) => Object.hasOwn(spec, name3));
  return Object.hasOwn(spec, "policyTypes") || hasRules && hasSubject;
}
function identityOf(value2) {
  const top = isMapping(value2) ? value2 : {};
  const metadata = isMapping(top["metadata"]) ? top["metadata"] : {};
  return {
    apiVersion: textOf(top["apiVersion"]),
    kind: textOf(top["kind"]),
    namespace: textOf(metadata["namespace"]),
    name: textOf(metadata["name"])
  };
}
var textOf = (value2) => typeof value2 === "string" ? value2 : void 0;

// src/manifest/object.ts
var objectKey = (group, kind, namespace, name3) => `${group}|${kind}|${namespace ?? ""}|${name3}`;
function readManifests(source2, options2) {
  const reading = new Reading(options2);
  const text = { concerns: mayHoldObject, ...options2.limits && { limits: options2.limits } };
  for (const document of readDocuments(source2, text)) reading.document(document);
  return reading;
}
function manifestsFromObject(value2, path6, options2) {
  const reading = new Reading(options2);
  const origin2 = clusterOrigin(path6, value2);
  if (isDeeperThan(value2, MAX_DEPTH)) {
    const at2 = origin2.locate([]);
    options2.report({ code: "yaml-too-deep", at: at2, args: [String(MAX_DEPTH)] });
    reading.broken.push({ ...identityOf(value2), path: path6, at: at2, why: "yaml-too-deep", text: "" });
  } else reading.value(value2, { origin: origin2, braces: false, list: void 0 });
  return reading;
}
var mayHoldObject = (text) => text.includes("kind") && text.includes("apiVersion") || /policyTypes|podSelector|projectcalico\.org|\\[xuU\r\n]/.test(text);
var Reading = class {
  manifests = [];
  broken = [];
  unrendered = [];
  #options;
  #wanted;
  #said;
  constructor(options2) {
    this.#options = options2;
    this.#wanted = options2.wanted ?? affectsPolicy;
    this.#said = options2.said ?? /* @__PURE__ */ new Set();
  }
  document({ path: path6, text, content }) {
    if (content.ok) this.value(content.value, { origin: content.origin, braces: content.braces, list: void 0 });
    else this.#unreadable(path6, text, content);
  }
  value(value2, from) {
    if (!isMapping(value2)) return;
    const apiVersion = value2["apiVersion"] ?? from.list?.apiVersion;
    const kind = value2["kind"] ?? from.list?.kind;
    if (typeof apiVersion === "string" && typeof kind === "string") this.#typed(value2, { apiVersion, kind }, from);
    else if (looksLikePolicy(value2)) this.#passOver(from.origin, typeof kind === "string" ? "apiVersion" : "kind");
  }
  #typed(value2, { apiVersion, kind }, { origin: origin2, braces }) {
    const { items, objects: objects2 } = value2;
    if (kind.endsWith("List") && Array.isArray(items)) {
      const list3 = kind === "List" ? void 0 : { apiVersion, kind: kind.slice(0, -"List".length) };
      items.forEach((item2, i) => {
        this.value(item2, { origin: originBelow(origin2, ["items", i]), braces, list: list3 });
      });
    } else if (kind === "Template" && Array.isArray(objects2)) this.#openShiftTemplate(objects2, origin2);
    else if (apiVersion.includes("{{") && this.#isWantedSomewhere(kind)) this.#template(value2, origin2, "helm");
    else if (this.#wanted(groupOf(apiVersion), kind)) this.#wantedObject(value2, { apiVersion, kind }, origin2, braces);
  }
  #wantedObject(value2, type, origin2, braces) {
    const judged = judge3(value2, type.kind, braces);
    if (judged.is === "object") this.#accept(value2, type, judged, origin2);
    else if (judged.is === "template") this.#template(value2, origin2, "helm");
    else if (judged.is === "passed over") this.#passOver(origin2, judged.because);
    else {
      const { code: why, pointer, args } = judged;
      const at2 = origin2.locate(pointer);
      this.#say(why, at2, ...args);
      this.broken.push({ ...identityOf(value2), ...type, path: origin2.path, at: at2, why, text: JSON.stringify(value2) });
    }
  }
  #accept(value2, { apiVersion, kind }, { name: name3, namespace: given }, origin2) {
    const group = groupOf(apiVersion);
    const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
    const scope = scopeOf(group, kind);
    let namespace = given;
    if (scope === "cluster" && given !== void 0) {
      this.#say("namespace-on-global", origin2.locate(["metadata", "namespace"]), kind, name3, given);
      namespace = void 0;
    }
    if (scope === "namespaced" && given === void 0) namespace = this.#defaultNamespace(kind, name3, origin2);
    const key = objectKey(group, kind, namespace, name3);
    this.manifests.push({ apiVersion, group, version, kind, namespace, name: name3, value: value2, origin: origin2, key });
  }
  #defaultNamespace(kind, name3, origin2) {
    const { defaultNamespace } = this.#options;
    if (!this.#said.has("default-namespace-used")) {
      this.#said.add("default-namespace-used");
      this.#say("default-namespace-used", origin2.locate(["metadata"]), defaultNamespace, kind, name3);
    }
    return defaultNamespace;
  }
  /** A text that is no YAML or no JSON: a template, an error where it seems to be about policy, or nobody's business */
  #unreadable(path6, text, { code: code2, at: at2, args, lenient }) {
    if (!this.#concerns(text)) return;
    const guessed = lenient === void 0 ? guessObject(text) : identityOf(lenient);
    if ((code2 === "yaml-syntax" || code2 === "json-syntax") && looksLikeTemplate(text)) {
      this.#sayTemplate(at2, "helm");
      this.unrendered.push({ ...guessed, path: path6, at: at2, why: "template-not-rendered", text });
    } else {
      this.#say(code2, at2, ...args);
      this.broken.push({ ...guessed, path: path6, at: at2, why: code2, text });
    }
  }
  /** Whether a text that cannot be read seems to hold an object of interest */
  #concerns(text) {
    const { apiVersion, kind } = guessObject(text);
    const isOne = apiVersion !== void 0 && kind !== void 0 && !/(?:List|Template)$/.test(kind);
    return isOne ? this.#wanted(groupOf(apiVersion), kind) : kindsIn(text).some((one) => this.#isWantedSomewhere(one));
  }
  #isWantedSomewhere(kind) {
    return groupsWith(kind).some((group) => this.#wanted(group, kind));
  }
  /** OpenShift's Template has parameters, which `oc process` fills in */
  #openShiftTemplate(objects2, origin2) {
    objects2.forEach((one, i) => {
      const { apiVersion, kind } = identityOf(one);
      const isWanted = apiVersion !== void 0 && kind !== void 0 && this.#wanted(groupOf(apiVersion), kind);
      if (isWanted) this.#template(one, originBelow(origin2, ["objects", i]), "openshift");
    });
  }
  #template(value2, origin2, by) {
    const at2 = origin2.locate([]);
    this.#sayTemplate(at2, by);
    const text = JSON.stringify(value2);
    this.unrendered.push({ ...identityOf(value2), path: origin2.path, at: at2, why: "template-not-rendered", text });
  }
  /** Once a file, for a chart has many */
  #sayTemplate(at2, by) {
    if (this.unrendered.length === 0) this.#say("template-not-rendered", at2, by);
  }
  #passOver(origin2, because3) {
    this.#say("not-an-object", origin2.locate([]), because3);
  }
  #say(code2, at2, ...args) {
    this.#options.report({ code: code2, at: at2, args });
  }
};
function isDeeperThan(value2, limit3) {
  if (typeof value2 !== "object" || value2 === null) return false;
  return limit3 === 0 || Object.values(value2).some((child) => isDeeperThan(child, limit3 - 1));
}

// src/preflight/side.ts
var SideReader = class {
  #defaultNamespace;
  #said = /* @__PURE__ */ new Set();
  #read = /* @__PURE__ */ new Map();
  constructor(defaultNamespace) {
    this.#defaultNamespace = defaultNamespace;
  }
  side(texts4) {
    const objects2 = /* @__PURE__ */ new Map();
    const duplicates = [];
    const broken3 = [];
    const unrendered2 = [];
    const diagnostics2 = [];
    for (const text of [...texts4].sort((a, b) => byText(a.path, b.path))) {
      const read = this.#readText(text);
      diagnostics2.push(...read.diagnostics);
      broken3.push(...read.result.broken);
      unrendered2.push(...read.result.unrendered);
      for (const manifest of read.result.manifests) {
        const earlier2 = objects2.get(manifest.key);
        if (earlier2 !== void 0) duplicates.push([earlier2, manifest]);
        objects2.set(manifest.key, manifest);
      }
    }
    return { objects: objects2, broken: broken3, unrendered: unrendered2, duplicates, diagnostics: diagnostics2 };
  }
  #readText(text) {
    const key = `${text.path}\0${text.text}`;
    let read = this.#read.get(key);
    if (read === void 0) {
      const diagnostics2 = [];
      const report2 = (diagnostic) => void diagnostics2.push(diagnostic);
      const result2 = readManifests(text, { defaultNamespace: this.#defaultNamespace, report: report2, said: this.#said });
      read = { result: result2, diagnostics: diagnostics2 };
      this.#read.set(key, read);
    }
    return read;
  }
};

// src/snapshot/json-scan.ts
var INCOMPLETE = -1;
var BROKEN = -2;
var NEWLINE = 10;
var QUOTE = 34;
var BACKSLASH = 92;
var COMMA = 44;
var OPEN_BRACE = 123;
var CLOSE_BRACE = 125;
var OPEN_BRACKET = 91;
var CLOSE_BRACKET = 93;
var SPACE2 = 32;
function skipBlanks(text, at2) {
  let i = at2;
  for (; i < text.length; i++) {
    const code2 = text.charCodeAt(i);
    if (code2 > SPACE2 && code2 !== COMMA && code2 !== 65279) break;
  }
  return i;
}
function skipSpaces(text, at2) {
  let i = at2;
  while (i < text.length && text.charCodeAt(i) <= SPACE2) i++;
  return i;
}
function skipBlanksBack(text, at2) {
  let i = at2 - 1;
  for (; i >= 0; i--) {
    const code2 = text.charCodeAt(i);
    if (code2 > SPACE2 && code2 !== COMMA) break;
  }
  return i + 1;
}
function skipString(text, at2) {
  for (let i = at2 + 1; i < text.length; i++) {
    const code2 = text.charCodeAt(i);
    if (code2 === QUOTE) return i + 1;
    if (code2 === BACKSLASH) i++;
    else if (code2 === NEWLINE) return BROKEN;
  }
  return INCOMPLETE;
}
function skipValue(text, at2) {
  const code2 = text.charCodeAt(at2);
  if (code2 === QUOTE) return skipString(text, at2);
  if (code2 === OPEN_BRACE || code2 === OPEN_BRACKET) return skipBrackets(text, at2);
  let i = at2;
  while (i < text.length && isScalar(text.charCodeAt(i))) i++;
  if (i === text.length) return INCOMPLETE;
  return i === at2 ? BROKEN : i;
}
function skipBrackets(text, at2) {
  let depth = 0;
  let i = at2;
  while (i < text.length) {
    const code2 = text.charCodeAt(i);
    if (code2 === QUOTE) {
      i = skipString(text, i);
      if (i < 0) return i;
      continue;
    }
    i++;
    if (code2 === OPEN_BRACE || code2 === OPEN_BRACKET) depth++;
    else if ((code2 === CLOSE_BRACE || code2 === CLOSE_BRACKET) && --depth === 0) return i;
  }
  return INCOMPLETE;
}
var isScalar = (code2) => code2 >= 48 && code2 <= 57 || code2 >= 97 && code2 <= 122 || code2 >= 65 && code2 <= 90 || code2 === 43 || code2 === 45 || code2 === 46;

// src/snapshot/json-values.ts
var EVENT_DATA = "data:";
var LIST_KEYS = /* @__PURE__ */ new Set(["items", "flows", "objects", "hits"]);
var JsonValues = class {
  #sink;
  /** Values stand behind `data:` at the beginning of lines, as in a stream of server-sent events */
  #events;
  #text = "";
  #at = 0;
  #waiting = [];
  #waitingLength = 0;
  #ended = false;
  /** The last object stood on one line */
  #onLines = false;
  /** A list was broken: there is no telling where its next element begins */
  #lost = false;
  #frames = [];
  /** Where the first character of `#text` stands */
  #line = 1;
  #column = 1;
  constructor(sink, options2) {
    this.#sink = sink;
    this.#events = options2.events;
  }
  write(text) {
    if (this.#lost) return;
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    if (this.#waitingLength >= this.#text.length) this.#run();
  }
  end() {
    if (this.#lost) return;
    this.#ended = true;
    this.#run();
    if (this.#frames.length > 0 || this.#at < this.#text.length) this.#sink.broken(this.#place(), "end");
  }
  #run() {
    if (this.#waitingLength > 0) {
      this.#drop();
      this.#text = this.#text === "" && this.#waiting.length === 1 ? this.#waiting[0] ?? "" : this.#text + this.#waiting.join("");
      this.#waiting = [];
      this.#waitingLength = 0;
    }
    while (this.#step()) ;
    this.#drop();
  }
  /** Forgets the text before `#at` */
  #drop() {
    if (this.#at === 0) return;
    const place = this.#place();
    this.#line = place.line;
    this.#column = place.column;
    this.#text = this.#text.slice(this.#at);
    this.#at = 0;
  }
  #place() {
    let line = this.#line;
    let start = -1;
    for (let i = this.#text.indexOf("\n"); i >= 0 && i < this.#at; i = this.#text.indexOf("\n", i + 1)) {
      line++;
      start = i;
    }
    return { line, column: start < 0 ? this.#column + this.#at : this.#at - start };
  }
  /** Takes one value or bracket; false where the text does not reach */
  #step() {
    const frame = this.#frames.at(-1);
    this.#at = skipBlanks(this.#text, this.#at);
    if (this.#at >= this.#text.length) return false;
    if (frame === void 0) return this.#events ? this.#stepEvent() : this.#stepTop();
    return frame.is === "list" ? this.#stepList(frame) : this.#stepHolder(frame);
  }
  #stepTop() {
    const opening = this.#text[this.#at];
    if (opening === "[") return this.#enter({ is: "list", head: void 0 }, this.#at + 1);
    if (opening !== "{") return this.#passLine("line");
    return this.#quickLine(this.#at) || this.#open(this.#at) || this.#passCutLine();
  }
  /**
   * Where values stand on lines, passes over a line that breaks off within an object, if the next one begins another:
   * the object would swallow it, and all that follow
   */
  #passCutLine() {
    const newline = this.#text.indexOf("\n", this.#at);
    return this.#onLines && newline >= 0 && this.#text[newline + 1] === "{" && this.#passLine("line");
  }
  /** Other fields than `data` say nothing about a flow */
  #stepEvent() {
    const newline = this.#text.indexOf("\n", this.#at);
    if (newline < 0 && !this.#ended) return false;
    const end2 = newline < 0 ? this.#text.length : newline;
    if (this.#text.startsWith(EVENT_DATA, this.#at)) {
      const from = skipBlanks(this.#text, this.#at + EVENT_DATA.length);
      const to = skipBlanksBack(this.#text, end2);
      const { quick, opening } = this.#sink;
      if (quick === void 0 || !this.#text.startsWith(opening, from) || !quick(this.#text, from, to)) {
        const json = this.#text.slice(from, to);
        if (json.startsWith("{") && skipValue(json, 0) === json.length) this.#sink.value(json, void 0);
        else this.#sink.broken(this.#place(), "line");
      }
    }
    this.#at = Math.min(end2 + 1, this.#text.length);
    return true;
  }
  /** Takes the line that begins at `at` as one value, where values have stood on lines so far */
  #quickLine(at2) {
    const { quick, opening } = this.#sink;
    if (quick === void 0 || !this.#text.startsWith(opening, at2)) return false;
    const newline = this.#text.indexOf("\n", at2);
    if (newline < 0 && !this.#ended) return false;
    const end2 = newline < 0 ? this.#text.length : newline;
    const close = skipBlanksBack(this.#text, end2);
    if (this.#text[close - 1] !== "}" || !quick(this.#text, at2, close)) return false;
    this.#at = end2;
    return true;
  }
  #stepList(frame) {
    const at2 = this.#at;
    if (this.#text[at2] === "]") return this.#leave();
    const next = this.#quickElement(at2);
    if (next > 0) {
      this.#at = next;
      return true;
    }
    const end2 = skipValue(this.#text, at2);
    if (end2 === INCOMPLETE) return false;
    if (end2 === BROKEN) return this.#passRest();
    this.#sink.value(this.#text.slice(at2, end2), frame.head);
    this.#at = end2;
    return true;
  }
  /**
   * Takes the element up to the next one that begins alike. A quote behind a brace always opens a key, so the opening
   * never lies within a string; an element within the element is told by `quick`, which checks all of its text.
   */
  #quickElement(at2) {
    const { quick, opening } = this.#sink;
    if (quick === void 0 || !this.#text.startsWith(opening, at2)) return 0;
    const next = this.#text.indexOf(opening, at2 + 1);
    if (next < 0) return 0;
    const end2 = skipBlanksBack(this.#text, next);
    return this.#text[end2 - 1] === "}" && quick(this.#text, at2, end2) ? next : 0;
  }
  #stepHolder(frame) {
    if (this.#text[this.#at] === "}") return this.#leave();
    const member = this.#member(this.#at);
    if (typeof member === "number") return member === INCOMPLETE ? false : this.#passRest();
    if (isList(this.#text, member)) return this.#enter({ is: "list", head: frame.head }, member.value + 1);
    const end2 = skipValue(this.#text, member.value);
    if (end2 < 0) return end2 === INCOMPLETE ? false : this.#passRest();
    this.#at = end2;
    return true;
  }
  /** The object at `start`: a value, unless it holds a list to be read element by element */
  #open(start) {
    let at2 = start + 1;
    for (; ; ) {
      at2 = skipBlanks(this.#text, at2);
      if (at2 >= this.#text.length) return false;
      if (this.#text[at2] === "}") break;
      const member = this.#member(at2);
      if (typeof member === "number") return member === INCOMPLETE ? false : this.#passLine("line");
      if (isList(this.#text, member)) {
        const head = this.#text.slice(start, at2);
        this.#frames.push({ is: "holder", head });
        return this.#enter({ is: "list", head }, member.value + 1);
      }
      if (member.key === "hits" && this.#text[member.value] === "{") {
        this.#frames.push({ is: "holder", head: void 0 });
        const opened = this.#open(member.value);
        if (!opened) this.#frames.pop();
        return opened;
      }
      at2 = skipValue(this.#text, member.value);
      if (at2 < 0) return at2 === INCOMPLETE ? false : this.#passLine("line");
    }
    this.#at = at2 + 1;
    const value2 = this.#text.slice(start, this.#at);
    this.#onLines = !value2.includes("\n");
    this.#sink.value(value2, void 0);
    return true;
  }
  /** The key at `at` and where its value begins; INCOMPLETE or BROKEN */
  #member(at2) {
    if (this.#text[at2] !== '"') return BROKEN;
    const keyEnd = skipString(this.#text, at2);
    if (keyEnd < 0) return keyEnd;
    const colon = skipBlanks(this.#text, keyEnd);
    const value2 = skipBlanks(this.#text, colon + 1);
    if (value2 >= this.#text.length) return INCOMPLETE;
    return this.#text[colon] === ":" ? { key: this.#text.slice(at2 + 1, keyEnd - 1), value: value2 } : BROKEN;
  }
  #enter(frame, at2) {
    this.#frames.push(frame);
    this.#at = at2;
    return true;
  }
  #leave() {
    this.#frames.pop();
    this.#at++;
    return true;
  }
  #passLine(what) {
    const newline = this.#text.indexOf("\n", this.#at);
    if (newline < 0 && !this.#ended) return false;
    this.#sink.broken(this.#place(), what);
    this.#at = newline < 0 ? this.#text.length : newline + 1;
    return true;
  }
  #passRest() {
    this.#sink.broken(this.#place(), "list");
    this.#lost = true;
    this.#frames.length = 0;
    this.#at = this.#text.length;
    return false;
  }
};
var isList = (text, member) => LIST_KEYS.has(member.key) && text[member.value] === "[";

// src/snapshot/values.ts
var isObject = (value2) => typeof value2 === "object" && value2 !== null && !Array.isArray(value2);
var NONE5 = /* @__PURE__ */ new Set(["", "-", "–", "—"]);
var UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
var NAME_LIMIT = 512;
function nameOf4(value2) {
  if (value2 === void 0 || value2 === null) return "";
  if (typeof value2 !== "string" || value2.length > NAME_LIMIT || UNPRINTABLE.test(value2)) return void 0;
  return NONE5.has(value2) ? "" : value2;
}
function namespaceOf(value2) {
  const name3 = nameOf4(value2);
  return name3 === "Global" ? "" : name3;
}
function countOf(value2) {
  if (value2 === void 0 || value2 === null) return 0;
  const number = typeof value2 === "string" && /^\d+$/.test(value2) ? Number(value2) : value2;
  if (typeof number !== "number" || !(number >= 0)) return void 0;
  return Math.min(number, Number.MAX_SAFE_INTEGER);
}
function portOf2(value2) {
  const port2 = countOf(value2);
  return port2 !== void 0 && Number.isInteger(port2) && port2 <= 65535 ? port2 : void 0;
}
var PROTOCOLS = {
  icmp: 1,
  icmpv4: 1,
  ipip: 4,
  "ip-in-ip": 4,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  icmp6: 58,
  icmpv6: 58,
  "ipv6-icmp": 58,
  vrrp: 112,
  sctp: 132,
  udplite: 136
};
function protocolOf(value2) {
  if (typeof value2 === "string" && !/^\d+$/.test(value2)) {
    const name3 = value2.toLowerCase();
    return Object.hasOwn(PROTOCOLS, name3) ? PROTOCOLS[name3] : void 0;
  }
  const number = Number(value2);
  return value2 !== void 0 && value2 !== null && Number.isInteger(number) && number >= 0 && number <= 255 ? number : void 0;
}
var ICMP2 = 1;
var ICMPV63 = 58;
var WITH_PORTS = /* @__PURE__ */ new Set([6, 17, 132, 136]);
var hasPorts3 = (protocol3) => WITH_PORTS.has(protocol3);
function timeOf(value2) {
  if (value2 === void 0 || value2 === null || value2 === "") return 0;
  if (typeof value2 === "string" && !/^\d+$/.test(value2)) {
    const millis = Date.parse(value2);
    return Number.isNaN(millis) ? void 0 : Math.max(0, millis / 1e3);
  }
  const number = Number(value2);
  if (!(number >= 0)) return void 0;
  if (number < 1e11) return number;
  if (number < 1e14) return number / 1e3;
  return number < 1e17 ? number / 1e6 : number / 1e9;
}
var isoTime = (seconds3) => new Date(seconds3 * 1e3).toISOString().replace(".000Z", "Z");
function ipsOf(value2) {
  const texts4 = Array.isArray(value2) ? value2 : value2 === void 0 || value2 === null ? [] : [value2];
  return texts4.flatMap((text) => typeof text === "string" ? parseIp(text) ?? [] : []);
}
function labelPairsOf(value2) {
  if (typeof value2 === "string") return value2 === "" ? [] : value2.split(" | ");
  const list3 = isObject(value2) ? value2["labels"] : value2;
  return Array.isArray(list3) ? list3.filter((one) => typeof one === "string") : [];
}

// src/snapshot/calico-end.ts
var NETWORKS = {
  pub: "pub",
  pvt: "pvt",
  "PUBLIC NETWORK": "pub",
  "PRIVATE NETWORK": "pvt"
};
var TYPES = {
  "1": "pod",
  "2": "host",
  "3": "network-set",
  "4": "network",
  workloadendpoint: "pod",
  hostendpoint: "host",
  networkset: "network-set",
  network: "network",
  wep: "pod",
  hep: "host",
  ns: "network-set",
  net: "network"
};
function calicoEnd({ ips, name: rawName, namespace: rawNamespace, type }) {
  const [name3, namespace] = [nameOf4(rawName), namespaceOf(rawNamespace)];
  if (name3 === void 0 || namespace === void 0 || name3 === "") return void 0;
  const network = namespace === "" && Object.hasOwn(NETWORKS, name3) ? NETWORKS[name3] : void 0;
  const end2 = { namespace, name: network ?? name3, owner: void 0, ips, byAddress: false };
  return { ...end2, is: network === void 0 ? typeOf(type, name3, namespace) : "network" };
}
function typeOf(type, name3, namespace) {
  const word = String(type).toLowerCase();
  const known4 = Object.hasOwn(TYPES, word) ? TYPES[word] : void 0;
  if (known4 !== void 0 && known4 !== "network") return known4;
  return namespace !== "" && name3.endsWith("*") ? "pod" : "unknown";
}
function calicoService(protocolValue, portValue) {
  const [protocol3, port2] = [protocolOf(protocolValue), portOf2(portValue)];
  if (protocol3 === void 0) return "protocol";
  return port2 === void 0 ? "port" : { protocol: protocol3, port: port2 };
}

// src/snapshot/dialect.ts
var LIST = Infinity;
function countPart(part4) {
  return {
    ...part4,
    quotes: 0,
    read(record) {
      const counts3 = [];
      for (const key of part4.keys) {
        const value2 = record[key];
        const count3 = value2 === void 0 || value2 === null ? void 0 : countOf(value2);
        if (count3 === void 0 && value2 !== void 0 && value2 !== null) return key;
        counts3.push(count3);
      }
      return part4.fromCounts(counts3);
    }
  };
}
var NEUTRAL = {
  source: 0,
  destination: 0,
  sourceLabels: 0,
  destinationLabels: 0,
  protocol: 0,
  port: 0,
  icmp: 0,
  reporter: 0,
  action: 0,
  enforced: 0,
  pending: 0,
  weak: false,
  sourcePort: 0,
  start: 0,
  end: 0,
  packets: 0,
  connections: -1
};
function readRow(dialect2, record, tables) {
  const rows = [];
  for (const part4 of dialect2.parts) {
    const row = part4.read(record, tables);
    if (typeof row === "string") return row;
    rows.push(row);
  }
  return join(rows, givers(dialect2));
}
function givers(dialect2) {
  const by = (field2) => {
    const at2 = dialect2.parts.findIndex((part4) => part4.gives.includes(field2));
    return at2 < 0 ? dialect2.parts.length : at2;
  };
  return {
    source: by("source"),
    destination: by("destination"),
    sourceLabels: by("sourceLabels"),
    destinationLabels: by("destinationLabels"),
    protocol: by("protocol"),
    port: by("port"),
    icmp: by("icmp"),
    reporter: by("reporter"),
    action: by("action"),
    enforced: by("enforced"),
    pending: by("pending"),
    weak: by("weak"),
    sourcePort: by("sourcePort"),
    start: by("start"),
    end: by("end"),
    packets: by("packets"),
    connections: by("connections")
  };
}
function join(rows, by) {
  const from = (index) => rows[index] ?? NEUTRAL;
  return {
    source: from(by.source).source,
    destination: from(by.destination).destination,
    sourceLabels: from(by.sourceLabels).sourceLabels,
    destinationLabels: from(by.destinationLabels).destinationLabels,
    protocol: from(by.protocol).protocol,
    port: from(by.port).port,
    icmp: from(by.icmp).icmp,
    reporter: from(by.reporter).reporter,
    action: from(by.action).action,
    enforced: from(by.enforced).enforced,
    pending: from(by.pending).pending,
    weak: from(by.weak).weak,
    sourcePort: from(by.sourcePort).sourcePort,
    start: from(by.start).start,
    end: from(by.end).end,
    packets: from(by.packets).packets,
    connections: from(by.connections).connections
  };
}

// src/snapshot/trace.ts
var KINDS2 = [
  ["KindUnspecified", "unknown"],
  ["CalicoNetworkPolicy", "np"],
  ["GlobalNetworkPolicy", "gnp"],
  ["StagedNetworkPolicy", "snp"],
  ["StagedGlobalNetworkPolicy", "sgnp"],
  ["StagedKubernetesNetworkPolicy", "sknp"],
  ["NetworkPolicy", "knp"],
  ["AdminNetworkPolicy", "kanp"],
  ["BaselineAdminNetworkPolicy", "kbanp"],
  ["Profile", "pro"],
  ["EndOfTier", "end-of-tier"],
  ["ClusterNetworkPolicy", "kcnp"]
];
var KIND_BY_NAME = new Map(KINDS2.map(([name3, kind]) => [name3.toLowerCase(), kind]));
var UNKNOWN_RULE = -2;
var PROFILE_TIER = "__PROFILE__";
function hitsOf2(value2, keys) {
  if (!Array.isArray(value2) || value2.length === 0) return void 0;
  const hits = [];
  for (const one of value2) {
    if (!isObject(one)) return void 0;
    const hit = hitOf(one, keys);
    if (hit === void 0) return void 0;
    hits.push({ index: Number(one[keys.policyIndex] ?? 0), hit });
  }
  return hits.sort(byKeys(({ index }) => index)).map(({ hit }) => hit);
}
function hitOf(value2, keys) {
  const kind = kindOf(value2["kind"]);
  const action2 = actionOf(value2["action"]);
  const tier = nameOf4(value2["tier"]);
  const rule = Number(value2[keys.ruleIndex] ?? 0);
  if (action2 === void 0 || tier === void 0 || !Number.isInteger(rule)) return void 0;
  if (kind === "pro") return named(PROFILE_TIER, kind, value2, rule, action2);
  if (kind !== "end-of-tier") return named(tier, kind, value2, rule === -1 ? "end-of-tier" : rule, action2);
  const trigger = value2["trigger"];
  if (!isObject(trigger)) return { tier, kind: "unknown", namespace: "", name: "", rule: "end-of-tier", action: action2 };
  const triggerKind = kindOf(trigger["kind"]);
  return named(tier, triggerKind === "end-of-tier" ? "unknown" : triggerKind, trigger, "end-of-tier", action2);
}
function named(tier, kind, from, rule, action2) {
  const [namespace, name3] = [nameOf4(from["namespace"]), nameOf4(from["name"])];
  return namespace === void 0 || name3 === void 0 ? void 0 : { tier, kind, namespace, name: name3, rule, action: action2 };
}
function kindOf(value2) {
  if (typeof value2 === "number") return KINDS2[value2]?.[1] ?? "unknown";
  if (typeof value2 !== "string") return "unknown";
  return (/^\d+$/.test(value2) ? KINDS2[Number(value2)]?.[1] : KIND_BY_NAME.get(value2.toLowerCase())) ?? "unknown";
}
var ACTIONS2 = /* @__PURE__ */ new Map([
  [1, "allow"],
  [2, "deny"],
  [3, "pass"],
  ["1", "allow"],
  ["2", "deny"],
  ["3", "pass"],
  ["allow", "allow"],
  ["deny", "deny"],
  ["pass", "pass"]
]);
var actionOf = (value2) => ACTIONS2.get(typeof value2 === "string" ? value2.toLowerCase() : value2);
function actionCode(value2) {
  const action2 = actionOf(value2);
  return action2 === "allow" ? 1 : action2 === "deny" ? 2 : 0;
}
var REPORTERS = /* @__PURE__ */ new Map([
  [1, 1],
  [2, 2],
  ["1", 1],
  ["2", 2],
  ["src", 1],
  ["dst", 2],
  ["source", 1],
  ["destination", 2]
]);
var reporterCode = (value2) => REPORTERS.get(typeof value2 === "string" ? value2.toLowerCase() : value2) ?? 0;
var SHORT_KINDS = {
  np: "np",
  gnp: "gnp",
  snp: "snp",
  sgnp: "sgnp",
  sknp: "sknp",
  knp: "knp",
  kcnp: "kcnp",
  kanp: "kanp",
  kbanp: "kbanp",
  pro: "pro"
};
function hitsOfStrings(value2) {
  if (!Array.isArray(value2) || value2.length === 0) return void 0;
  const hits = [];
  for (const one of value2) {
    const hit = typeof one === "string" ? hitOfString(one) : void 0;
    if (hit === void 0) return void 0;
    hits.push(hit);
  }
  return hits.sort(byKeys(({ index }) => index)).map(({ hit }) => hit);
}
var POLICY_STRING = /^(\d+)\|([^|]*)\|(.*)\|([A-Za-z]+)(?:\|(-?\d+))?$/s;
function hitOfString(text) {
  const [, index, tier, policy, actionText, ruleText2] = POLICY_STRING.exec(text) ?? [];
  const action2 = actionOf(actionText);
  if (index === void 0 || tier === void 0 || policy === void 0 || action2 === void 0) return void 0;
  const rule = ruleText2 === void 0 ? UNKNOWN_RULE : Number(ruleText2);
  const { kind, name: name3, namespace } = policyOf(policy, tier);
  if (nameOf4(name3) === void 0 || nameOf4(namespace) === void 0 || nameOf4(tier) === void 0) return void 0;
  const hit = { tier, kind, namespace, name: name3, rule: rule === -1 ? "end-of-tier" : rule, action: action2 };
  return { index: Number(index), hit };
}
function policyOf(text, tier) {
  const [, short2, rest] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (short2 !== void 0 && rest !== void 0 && Object.hasOwn(SHORT_KINDS, short2)) {
    const [namespace2, name3] = split(rest);
    return { kind: SHORT_KINDS[short2] ?? "unknown", namespace: namespace2, name: name3 };
  }
  if (tier === PROFILE_TIER) return { kind: "pro", namespace: "", name: withoutPrefix(text, `${PROFILE_TIER}.`) };
  const [namespace, full] = split(text);
  return olderPolicy(namespace, full, tier);
}
function olderPolicy(namespace, full, tier) {
  const staged = full.includes("staged:");
  const name3 = full.replace("staged:", "");
  const at2 = (prefix2) => name3.startsWith(prefix2);
  if (at2("knp.default.")) return { kind: staged ? "sknp" : "knp", namespace, name: name3.slice("knp.default.".length) };
  if (at2("kanp.")) return { kind: "kanp", namespace, name: withoutPrefix(name3.slice(5), "adminnetworkpolicy.") };
  if (at2("kbanp."))
    return { kind: "kbanp", namespace, name: withoutPrefix(name3.slice(6), "baselineadminnetworkpolicy.") };
  const bare = withoutPrefix(name3, `${tier}.`);
  if (namespace === "") return { kind: staged ? "sgnp" : "gnp", namespace, name: bare };
  return { kind: staged ? "snp" : "np", namespace, name: bare };
}
function split(text) {
  const slash = text.indexOf("/");
  return slash < 0 ? ["", text] : [text.slice(0, slash), text.slice(slash + 1)];
}
var withoutPrefix = (text, prefix2) => text.startsWith(prefix2) ? text.slice(prefix2.length) : text;

// src/snapshot/goldmane.ts
var snake = (key) => key;
var camel = (key) => key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
function dialect(spell) {
  const key = (name3) => spell(name3);
  const keys = (...names3) => names3.map(spell);
  const mark = (name3) => `"${spell(name3)}":`;
  const hitKeys = { policyIndex: key("policy_index"), ruleIndex: key("rule_index") };
  function readEnd3(record, side, tables) {
    const end2 = calicoEnd({
      name: record[key(`${side}_name`)],
      namespace: record[key(`${side}_namespace`)],
      type: record[key(`${side}_type`)],
      ips: ipsOf(record[key(`${side}_ips`)])
    });
    return end2 === void 0 ? key(`${side}_name`) : tables.endNumber(end2);
  }
  const source2 = {
    mark: mark("source_name"),
    quotes: 6,
    keys: keys("source_name", "source_namespace", "source_type"),
    gives: ["source"],
    read(record, tables) {
      const end2 = readEnd3(record, "source", tables);
      return typeof end2 === "string" ? end2 : { ...NEUTRAL, source: end2 };
    }
  };
  const destination2 = {
    mark: mark("dest_name"),
    quotes: 14,
    keys: [
      ...keys("dest_name", "dest_namespace", "dest_type", "dest_port", "proto", "reporter", "action"),
      ...keys("dest_service_name", "dest_service_namespace", "dest_service_port_name", "dest_service_port")
    ],
    gives: ["destination", "protocol", "port", "reporter", "action"],
    read(record, tables) {
      const end2 = readEnd3(record, "dest", tables);
      if (typeof end2 === "string") return end2;
      const of2 = calicoService(record["proto"], record[key("dest_port")]);
      if (typeof of2 === "string") return of2 === "port" ? key("dest_port") : "proto";
      const reporter = reporterCode(record["reporter"]);
      return { ...NEUTRAL, ...of2, destination: end2, reporter, action: actionCode(record["action"]) };
    }
  };
  const tracePart = (name3, gives, parts) => ({
    quotes: LIST,
    gives: [gives],
    ...parts,
    read(record, tables) {
      const { policies } = record;
      const hits = isObject(policies) ? policies[key(name3)] : record[key(name3)];
      return { ...NEUTRAL, [gives]: tables.traceNumber(hitsOf2(hits, hitKeys)) };
    }
  });
  const enforced3 = tracePart("enforced_policies", "enforced", {
    mark: `"policies":{${mark("enforced_policies")}`,
    keys: ["policies"],
    opens: 1
  });
  const pending2 = tracePart("pending_policies", "pending", {
    mark: mark("pending_policies"),
    keys: keys("pending_policies"),
    closes: 2
  });
  const time = {
    mark: mark("start_time"),
    quotes: 6,
    keys: keys("start_time", "end_time"),
    gives: ["start", "end"],
    read(record) {
      const [start, end2] = [timeOf(record[key("start_time")]), timeOf(record[key("end_time")])];
      if (start === void 0) return key("start_time");
      return end2 === void 0 ? key("end_time") : { ...NEUTRAL, start, end: end2 };
    }
  };
  const labels = (side, gives) => ({
    mark: mark(`${side}_labels`),
    quotes: LIST,
    keys: keys(`${side}_labels`),
    gives: [gives],
    read: (record, tables) => ({
      ...NEUTRAL,
      [gives]: tables.labelsNumber(labelPairsOf(record[key(`${side}_labels`)]))
    })
  });
  const counters2 = countPart({
    mark: mark("packets_in"),
    keys: [
      ...keys("packets_in", "packets_out", "bytes_in", "bytes_out"),
      ...keys("num_connections_started", "num_connections_completed", "num_connections_live")
    ],
    gives: ["packets", "connections"],
    fromCounts: ([into2, out, , , started]) => ({
      ...NEUTRAL,
      packets: (into2 ?? 0) + (out ?? 0),
      connections: started ?? 0
    })
  });
  return {
    parts: [
      source2,
      destination2,
      enforced3,
      pending2,
      time,
      labels("source", "sourceLabels"),
      labels("dest", "destinationLabels"),
      counters2
    ],
    prefix: /^\{\s*(?:"id":\s*"?\d+"?,\s*)?(?:"flow":\s*\{\s*)?"Key":\s*\{\s*$/
  };
}
var GOLDMANE_SNAKE = dialect(snake);
var GOLDMANE_CAMEL = dialect(camel);
function flatGoldmane(value2) {
  const flow = isObject(value2["flow"]) ? value2["flow"] : value2;
  const key = flow["Key"] ?? flow["key"];
  return isObject(key) ? { ...key, ...flow } : void 0;
}
var isBareKey = (value2) => "reporter" in value2 && "proto" in value2 && ("source_name" in value2 || "sourceName" in value2);
function goldmaneDialect(flat) {
  if ("sourceName" in flat || "destName" in flat) return "goldmane-protojson";
  return typeof flat["reporter"] === "number" ? "goldmane-go" : "goldmane-python";
}

// src/snapshot/stretches.ts
var MEMORY = 2e5;
var TRIES = 24;
var QUOTE2 = 34;
var OPEN_BRACKET2 = 91;
var CLOSE_BRACKET2 = 93;
var CLOSE_BRACE2 = 125;
var Stretches = class {
  /** How many quotes the beginning reaches over, where it is no list: as far as stretches usually differ */
  #quotes;
  /** Length of what all of them begin with */
  #common;
  #known = /* @__PURE__ */ new Map();
  #size = 0;
  /** Of the last `find` */
  #number = 0;
  /** Behind the stretch that was found last */
  end = 0;
  constructor(common, quotes) {
    this.#common = common;
    this.#quotes = quotes;
  }
  /** The value of the known stretch that stands at `at`, where it ends with a value; sets `end` */
  find(text, at2) {
    const number = this.#numberAt(text, at2 + this.#common);
    this.#number = number;
    const first2 = this.#known.get(number);
    let before;
    let tries = 0;
    for (let known4 = first2; known4 !== void 0 && tries < TRIES; known4 = known4.next, tries++) {
      const end2 = at2 + known4.text.length;
      if (text.slice(at2, end2) === known4.text && !isInner(text.charCodeAt(end2))) {
        if (before !== void 0) {
          before.next = known4.next;
          known4.next = first2;
          this.#known.set(number, known4);
        }
        this.end = end2;
        return known4.value;
      }
      before = known4;
    }
    return void 0;
  }
  /** Remembers the stretch from `at`, where `find` has just looked, to `end` */
  learn(text, at2, end2, value2) {
    if (this.#size >= MEMORY) {
      this.#known.clear();
      this.#size = 0;
    }
    this.#size++;
    this.#known.set(this.#number, {
      text: detached(text.slice(at2, end2)),
      value: value2,
      next: this.#known.get(this.#number)
    });
    this.end = end2;
  }
  /** Made of a list to its end, and of anything else as far as `quotes` reach, or its object */
  #numberAt(text, from) {
    const isList2 = text.charCodeAt(from) === OPEN_BRACKET2;
    const stop2 = isList2 ? CLOSE_BRACKET2 : CLOSE_BRACE2;
    let number = 7;
    let quotes = isList2 ? Infinity : this.#quotes;
    for (let i = from; i < text.length; i++) {
      const code2 = text.charCodeAt(i);
      number = Math.imul(number, 31) + code2 | 0;
      if (code2 === stop2 || code2 === QUOTE2 && --quotes === 0) break;
    }
    return number;
  }
};
var isInner = (code2) => code2 > 32 && code2 !== 44 && code2 !== CLOSE_BRACE2;
var detached = (text) => ` ${text}`.slice(1);

// src/snapshot/quick-record.ts
var QUOTE3 = 34;
var COMMA2 = 44;
var SPACE3 = 32;
var ZERO = 48;
var CLOSE_BRACE3 = 125;
var DIGITS = 15;
var QuickRecords = class {
  #dialect;
  #tables;
  #parts;
  #givers;
  #prefix = "";
  #prefixOpens = 0;
  /** Objects opened and not closed where the reading stands */
  #open = 0;
  /** Where the part that was read last ends, and what follows it begins */
  #end = 0;
  /** Where the record ends */
  #to = 0;
  constructor(dialect2, tables) {
    this.#dialect = dialect2;
    this.#tables = tables;
    this.#givers = givers(dialect2);
    this.#parts = dialect2.parts.map((part4) => ({
      part: part4,
      stretches: new Stretches(part4.mark.length, part4.quotes),
      foreign: new Set(dialect2.parts.filter((other) => other !== part4).flatMap((other) => other.keys)),
      absent: part4.closes === void 0 ? rowOf(part4.read({}, tables)) : void 0,
      countMarks: part4.fromCounts === void 0 ? [] : part4.keys.map((key) => `"${key}":`)
    }));
  }
  /**
   * The object from the brace at `from` to the one before `to`. Undefined: to be parsed instead, if it is a record at
   * all. The text is not cut, for that slows down every look at it.
   */
  read(json, from, to) {
    this.#to = to;
    let at2 = this.#skipPrefix(json, from);
    if (at2 < 0) return void 0;
    const rows = [];
    for (let i = 0; i < this.#parts.length; i++) {
      const learnt = this.#parts[i];
      if (learnt === void 0) return void 0;
      const row = at2 < to ? this.#readPart(json, at2, i, learnt) : learnt.absent;
      if (row === void 0) return void 0;
      if (row !== learnt.absent) at2 = this.#end;
      if (at2 < 0) return void 0;
      rows.push(row);
    }
    return at2 === to && this.#open === 0 ? join(rows, this.#givers) : void 0;
  }
  /** The offset of the first part, or a negative number where something unexpected stands before it */
  #skipPrefix(json, from) {
    if (this.#prefix !== "" && json.startsWith(this.#prefix, from)) {
      this.#open = this.#prefixOpens;
      return from + this.#prefix.length;
    }
    const record = json.slice(from, this.#to);
    const first2 = record.indexOf(this.#dialect.parts[0]?.mark ?? "");
    const prefix2 = record.slice(0, Math.max(0, first2));
    if (first2 < 0 || !this.#dialect.prefix.test(prefix2)) return -1;
    this.#open = prefix2.split("{").length - 1;
    if (!/\d/.test(prefix2)) {
      this.#prefix = ` ${prefix2}`.slice(1);
      this.#prefixOpens = this.#open;
    }
    return from + first2;
  }
  /** Sets `#end`, unless the part is not there */
  #readPart(json, at2, i, learnt) {
    const { part: part4, stretches } = learnt;
    if (part4.fromCounts !== void 0)
      return json.startsWith(part4.mark, at2) ? this.#readCounts(json, at2, learnt) : learnt.absent;
    const known4 = stretches.find(json, at2);
    if (known4 !== void 0) {
      this.#open += part4.opens ?? 0;
      this.#end = this.#skipBetween(json, stretches.end);
      return known4;
    }
    return json.startsWith(part4.mark, at2) ? this.#readStretch(json, at2, i, learnt) : learnt.absent;
  }
  #readStretch(json, at2, i, { foreign, part: part4, stretches }) {
    const rest = json.slice(at2, this.#to);
    const opens = part4.opens ?? 0;
    const next = this.#nextMark(rest, i);
    const closes = next < 0 ? this.#open + opens : part4.closes ?? 0;
    const end2 = closed(rest, skipBlanksBack(rest, next < 0 ? rest.length : next), closes);
    const value2 = end2 < 0 ? void 0 : parsed(`{${rest.slice(0, end2)}${"}".repeat(1 + opens)}`);
    if (value2 === void 0) return void 0;
    for (const key of Object.keys(value2)) if (foreign.has(key)) return void 0;
    const row = rowOf(part4.read(value2, this.#tables));
    if (row === void 0) return void 0;
    stretches.learn(json, at2, at2 + end2, row);
    this.#open += opens;
    this.#end = this.#skipBetween(json, at2 + end2);
    return row;
  }
  /** Where the next part that is there begins; negative where none is */
  #nextMark(rest, i) {
    for (let j = i + 1; j < this.#parts.length; j++) {
      const next = rest.indexOf(this.#parts[j]?.part.mark ?? "");
      if (next >= 0) return next;
    }
    return -1;
  }
  /** The counts of a part, each there or not, in their order */
  #readCounts(json, from, { countMarks, part: part4 }) {
    const counts3 = [];
    let at2 = from;
    for (const mark of countMarks) {
      if (!json.startsWith(mark, at2)) {
        counts3.push(void 0);
        continue;
      }
      let i = skipSpaces(json, at2 + mark.length);
      const quoted = json.charCodeAt(i) === QUOTE3;
      if (quoted) i++;
      const first2 = i;
      let count3 = 0;
      for (; ; ) {
        const digit2 = json.charCodeAt(i) - ZERO;
        if (!(digit2 >= 0 && digit2 <= 9)) break;
        count3 = count3 * 10 + digit2;
        i++;
      }
      if (i === first2 || i - first2 > DIGITS || quoted && json.charCodeAt(i) !== QUOTE3) return void 0;
      counts3.push(count3);
      at2 = this.#skipBetween(json, quoted ? i + 1 : i);
      if (at2 < 0) return void 0;
    }
    this.#end = at2;
    return part4.fromCounts === void 0 ? void 0 : rowOf(part4.fromCounts(counts3));
  }
  /** Behind a value: closing braces, then the comma before the next key or the end of the record; -1 for anything else */
  #skipBetween(json, from) {
    let i = from;
    let commas = 0;
    for (; i < this.#to; i++) {
      const code2 = json.charCodeAt(i);
      if (code2 === CLOSE_BRACE3 && commas === 0) this.#open--;
      else if (code2 === COMMA2) commas++;
      else if (code2 > SPACE3) break;
    }
    return i === this.#to ? commas === 0 ? i : -1 : commas === 1 ? i : -1;
  }
};
var rowOf = (row) => typeof row === "string" ? void 0 : row;
function parsed(json) {
  try {
    const value2 = JSON.parse(json);
    return isObject(value2) ? value2 : void 0;
  } catch {
    return void 0;
  }
}
function closed(json, end2, count3) {
  let at2 = end2;
  for (let i = 0; i < count3; i++) {
    if (json.charCodeAt(at2 - 1) !== CLOSE_BRACE3) return -1;
    at2 = skipBlanksBack(json, at2 - 1);
  }
  return at2;
}

// src/snapshot/enterprise.ts
function enterpriseRow(record, tables) {
  const source2 = endOf5(record, "source");
  if (source2 === void 0) return "source_name_aggr";
  const destination2 = endOf5(record, "dest");
  if (destination2 === void 0) return "dest_name_aggr";
  const service2 = calicoService(record["proto"], record["dest_port"]);
  if (typeof service2 === "string") return service2 === "port" ? "dest_port" : "proto";
  const [start, end2] = [timeOf(record["start_time"]), timeOf(record["end_time"])];
  if (start === void 0) return "start_time";
  if (end2 === void 0) return "end_time";
  const [into2, out] = [countOf(record["packets_in"]), countOf(record["packets_out"])];
  const started = countOf(record["num_flows_started"]);
  if (into2 === void 0 || out === void 0 || started === void 0) return "packets_in";
  const policies = isObject(record["policies"]) ? record["policies"] : {};
  return {
    ...NEUTRAL,
    ...service2,
    source: tables.endNumber(source2),
    destination: tables.endNumber(destination2),
    sourceLabels: tables.labelsNumber(labelPairsOf(record["source_labels"])),
    destinationLabels: tables.labelsNumber(labelPairsOf(record["dest_labels"])),
    reporter: reporterCode(record["reporter"]),
    action: actionCode(record["action"]),
    enforced: tables.traceNumber(hitsOfStrings(policies["enforced_policies"] ?? policies["all_policies"])),
    pending: tables.traceNumber(hitsOfStrings(policies["pending_policies"])),
    sourcePort: portOf2(record["source_port"]) ?? 0,
    start,
    end: end2,
    packets: into2 + out,
    connections: "num_flows_started" in record ? started : -1
  };
}
function endOf5(record, side) {
  const type = record[`${side}_type`];
  const full = type === "wep" ? nameOf4(record[`${side}_name`]) : "";
  return calicoEnd({
    name: full === void 0 || full === "" ? record[`${side}_name_aggr`] : full,
    namespace: record[`${side}_namespace`],
    type,
    ips: ipsOf(record[`${side}_ip`])
  });
}

// src/snapshot/hubble.ts
function hubbleFlow(value2) {
  const flow = isObject(value2["flow"]) ? value2["flow"] : value2;
  return "verdict" in flow && (isObject(flow["IP"]) || isObject(flow["ip"])) ? flow : void 0;
}
function hubbleLost(value2) {
  const lost = value2["lost_events"] ?? value2["lostEvents"];
  if (isObject(lost)) {
    const count3 = Number(lost["num_events_lost"] ?? lost["numEventsLost"] ?? 1);
    return Number.isFinite(count3) ? count3 : 1;
  }
  return "node_status" in value2 || "nodeStatus" in value2 ? 0 : void 0;
}
var DROP = 1;
var TRACE = 4;
var POLICY_VERDICT = 5;
var EVENTS = [DROP, TRACE, POLICY_VERDICT, void 0];
var POLICY_REASONS = /* @__PURE__ */ new Set([133, 181, "133", "181", "POLICY_DENIED", "POLICY_DENY"]);
function hubbleRow(flow, tables) {
  const type = eventType(flow);
  const isReply = get(flow, "is_reply");
  if (isReply === true || get(flow, "Type", "type") === "L7" || !EVENTS.includes(type)) return "nothing";
  const weak = type === TRACE || type === void 0;
  if (weak && isReply === void 0 && !beginsConnection(flow)) return "nothing";
  const action2 = verdictOf2(flow);
  return action2 === void 0 ? "nothing" : rowOf2(flow, action2, weak, tables);
}
function rowOf2(flow, action2, weak, tables) {
  const [source2, destination2] = [endOf6(flow, "source"), endOf6(flow, "destination")];
  if (source2 === void 0) return { bad: "source" };
  if (destination2 === void 0) return { bad: "destination" };
  const service2 = serviceOf(flow);
  if (service2 === void 0) return { bad: "l4" };
  const time = timeOf(flow["time"]);
  if (time === void 0) return { bad: "time" };
  return {
    ...NEUTRAL,
    ...service2,
    source: tables.endNumber(source2),
    destination: tables.endNumber(destination2),
    sourceLabels: tables.labelsNumber(labelsOf2(flow, "source")),
    destinationLabels: tables.labelsNumber(labelsOf2(flow, "destination")),
    reporter: REPORTERS2.get(get(flow, "traffic_direction")) ?? 0,
    // That a packet was seen on its way says nothing about the policy of one end (flow-formats 5.1).
    action: weak ? 0 : action2,
    weak,
    start: time,
    end: time,
    packets: 1,
    connections: weak ? -1 : 1
  };
}
function get(value2, snake2, other) {
  const camel2 = snake2.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return value2[snake2] ?? value2[camel2] ?? (other === void 0 ? void 0 : value2[other]);
}
function eventType(flow) {
  const type = get(flow, "event_type");
  const number = Number(isObject(type) ? type["type"] : type);
  return Number.isInteger(number) && number > 0 ? number : void 0;
}
var REPORTERS2 = /* @__PURE__ */ new Map([
  ["EGRESS", 1],
  ["INGRESS", 2],
  [2, 1],
  [1, 2]
]);
function verdictOf2(flow) {
  switch (flow["verdict"]) {
    case "FORWARDED":
    case "REDIRECTED":
    case "AUDIT":
    case 1:
    case 4:
    case 5:
      return 1;
    case "DROPPED":
    case 2:
      return POLICY_REASONS.has(get(flow, "drop_reason_desc", "drop_reason")) ? 2 : void 0;
    default:
      return void 0;
  }
}
var layer4 = (flow) => {
  const value2 = flow["l4"];
  return isObject(value2) ? value2 : {};
};
function beginsConnection(flow) {
  const tcp2 = layer4(flow)["TCP"] ?? layer4(flow)["tcp"];
  const flags = isObject(tcp2) ? tcp2["flags"] : void 0;
  return isObject(flags) && flags["SYN"] === true && flags["ACK"] !== true;
}
var PORT_PROTOCOLS = [
  ["TCP", 6],
  ["UDP", 17],
  ["SCTP", 132]
];
var ICMP_PROTOCOLS = [
  ["ICMPv4", ICMP2],
  ["ICMPv6", ICMPV63]
];
function serviceOf(flow) {
  const l4 = layer4(flow);
  const named2 = (name3) => l4[name3] ?? l4[name3.toLowerCase()];
  for (const [name3, protocol3] of PORT_PROTOCOLS) {
    const of2 = named2(name3);
    if (isObject(of2)) return portService(of2, protocol3);
  }
  for (const [name3, protocol3] of ICMP_PROTOCOLS) {
    const of2 = named2(name3);
    if (isObject(of2)) return icmpService(of2, protocol3);
  }
  return void 0;
}
function portService(of2, protocol3) {
  const [port2, sourcePort] = [portOf2(get(of2, "destination_port")), portOf2(get(of2, "source_port"))];
  return port2 === void 0 || sourcePort === void 0 ? void 0 : { protocol: protocol3, port: port2, icmp: 0, sourcePort };
}
function icmpService(of2, protocol3) {
  const [type, code2] = [Number(of2["type"] ?? 0), Number(of2["code"] ?? 0)];
  const isByte2 = (value2) => Number.isInteger(value2) && value2 >= 0 && value2 <= 255;
  return isByte2(type) && isByte2(code2) ? { protocol: protocol3, port: 0, icmp: type * 256 + code2 + 1, sourcePort: 0 } : void 0;
}
function endOf6(flow, side) {
  const addresses = isObject(flow["IP"]) ? flow["IP"] : flow["ip"];
  const text = isObject(addresses) ? addresses[side] : void 0;
  const ip = typeof text === "string" ? parseIp(text) : void 0;
  const end2 = isObject(flow[side]) ? flow[side] : {};
  const [namespace, name3] = [nameOf4(end2["namespace"]), nameOf4(get(end2, "pod_name"))];
  const ips = ip === void 0 ? [] : [ip];
  if (namespace && name3) return { is: "pod", namespace, name: name3, owner: ownerOf2(end2), ips, byAddress: false };
  if (ip === void 0) return void 0;
  return { is: "network", namespace: "", name: "", owner: void 0, ips, byAddress: false };
}
function ownerOf2(end2) {
  const workloads2 = Array.isArray(end2["workloads"]) ? end2["workloads"] : [];
  const [workload] = workloads2;
  if (!isObject(workload)) return void 0;
  const [name3, kind] = [nameOf4(workload["name"]), nameOf4(workload["kind"])];
  return name3 && kind ? { kind, name: name3 } : void 0;
}
var NAMESPACE_LABEL = "io.cilium.k8s.namespace.labels.";
var CALICO_LABELS = {
  "io.kubernetes.pod.namespace": "projectcalico.org/namespace",
  "io.cilium.k8s.policy.serviceaccount": "projectcalico.org/serviceaccount"
};
function labelsOf2(flow, side) {
  const end2 = flow[side];
  const labels = isObject(end2) && Array.isArray(end2["labels"]) ? end2["labels"] : [];
  return labels.flatMap((label) => {
    if (typeof label !== "string" || !label.startsWith("k8s:")) return [];
    const text = label.slice("k8s:".length);
    if (text.startsWith(NAMESPACE_LABEL)) return [`pcns.${text.slice(NAMESPACE_LABEL.length)}`];
    const [key = ""] = text.split("=", 1);
    if (Object.hasOwn(CALICO_LABELS, key)) return [`${CALICO_LABELS[key] ?? ""}${text.slice(key.length)}`];
    return text.startsWith("io.cilium.") ? [] : [text];
  });
}

// src/snapshot/metadata.ts
var METADATA_KIND = "NetpolSnapshotMetadata";
function metadataOf2(value2) {
  if (value2["kind"] === METADATA_KIND) return timesOf(captureOf(value2));
  return "list_start_time_gte" in value2 && "list_start_time_lt" in value2 ? listMetadata(value2) : void 0;
}
function timesOf(said2) {
  return {
    capturedAt: known(said2.capturedAt),
    windowStart: known(said2.window?.start),
    windowEnd: known(said2.window?.end),
    clusterId: said2.clusterId,
    said: said2
  };
}
function listMetadata(value2) {
  const [start, end2] = [known(value2["list_start_time_gte"]), known(value2["list_start_time_lt"])];
  return timesOf({
    ...end2 !== void 0 && { capturedAt: isoTime(end2) },
    ...start !== void 0 && end2 !== void 0 && { window: { start: isoTime(start), end: isoTime(end2) } }
  });
}
function known(value2) {
  const time = timeOf(value2);
  return time === 0 ? void 0 : time;
}
function captureOf(value2) {
  const { clusterId, counts: counts3, sources, tool, unread: unread2, window } = value2;
  const capturedAt = timeText(value2["capturedAt"]);
  const [start, end2] = isObject(window) ? [timeText(window["start"]), timeText(window["end"])] : [];
  const objects2 = isObject(counts3) && isObject(counts3["objects"]) ? countsOf2(counts3["objects"]) : void 0;
  return {
    ...capturedAt !== void 0 && { capturedAt },
    ...start !== void 0 && end2 !== void 0 && { window: { start, end: end2 } },
    ...typeof clusterId === "string" && clusterId !== "" && { clusterId },
    ...toolOf(tool),
    ...isObject(sources) && { sources: sourcesOf2(sources) },
    ...objects2 !== void 0 && { counts: { objects: objects2 } },
    ...Array.isArray(unread2) && { unread: unread2.flatMap(gapOf) }
  };
}
var timeText = (value2) => typeof value2 === "string" && (timeOf(value2) ?? 0) > 0 ? value2 : void 0;
function toolOf(value2) {
  if (!isObject(value2)) return {};
  const { name: name3, version } = value2;
  return typeof name3 === "string" && typeof version === "string" ? { tool: { name: name3, version } } : {};
}
var sourcesOf2 = ({ flows: flows2, objects: objects2 }) => ({
  ...typeof objects2 === "string" && { objects: objects2 },
  ...typeof flows2 === "string" && { flows: flows2 }
});
var countsOf2 = (value2) => Object.fromEntries(
  Object.entries(value2).flatMap(
    ([kind, count3]) => typeof count3 === "number" && Number.isSafeInteger(count3) && count3 >= 0 ? [[kind, count3]] : []
  )
);
function gapOf(value2) {
  if (!isObject(value2)) return [];
  const { what, why } = value2;
  return typeof what === "string" && typeof why === "string" ? [{ what, why }] : [];
}
function joinMetadata(all) {
  const clusters = new Set(all.flatMap(({ clusterId: clusterId2 }) => clusterId2 ?? []));
  const [clusterId] = clusters;
  return {
    capturedAt: last(all.map((one) => one.capturedAt)),
    windowStart: first(all.map((one) => one.windowStart)),
    windowEnd: last(all.map((one) => one.windowEnd)),
    clusterId: clusters.size === 1 ? clusterId : void 0
  };
}
var first = (times) => times.reduce((a, b) => a === void 0 ? b : b === void 0 ? a : Math.min(a, b), void 0);
var last = (times) => times.reduce((a, b) => a === void 0 ? b : b === void 0 ? a : Math.max(a, b), void 0);

// src/snapshot/tuple.ts
function tupleEnd(value2) {
  if (!isObject(value2)) return void 0;
  const { ip: ipText, pod } = value2;
  const ip = typeof ipText === "string" ? parseIp(ipText) : void 0;
  if (ip === void 0 && ipText !== void 0 && ipText !== null) return void 0;
  if (pod === void 0 || pod === null) return ip === void 0 ? void 0 : addressEnd(ip);
  if (typeof pod !== "string") return void 0;
  const slash = pod.indexOf("/");
  const [namespace, name3] = [nameOf4(pod.slice(0, Math.max(0, slash))), nameOf4(pod.slice(slash + 1))];
  if (!namespace || !name3 || name3.includes("/")) return void 0;
  return { is: "pod", namespace, name: name3, owner: void 0, ips: ip === void 0 ? [] : [ip], byAddress: false };
}
var addressEnd = (ip) => ({
  is: "network",
  namespace: "",
  name: "",
  owner: void 0,
  ips: [ip],
  byAddress: true
});
function endPart(key, gives) {
  return {
    mark: `"${key}":`,
    quotes: 8,
    keys: [key],
    gives: [gives],
    read(record, tables) {
      const end2 = tupleEnd(record[key]);
      return end2 === void 0 ? key : { ...NEUTRAL, [gives]: tables.endNumber(end2) };
    }
  };
}
var protocol2 = {
  mark: '"protocol":',
  quotes: 2,
  keys: ["protocol"],
  gives: ["protocol"],
  read(record) {
    const number = protocolOf(record["protocol"]);
    return number === void 0 ? "protocol" : { ...NEUTRAL, protocol: number };
  }
};
var LAST_PORT = 65535;
var portPart = (key, gives) => countPart({
  mark: `"${key}":`,
  keys: [key],
  gives: [gives],
  fromCounts: ([port2 = 0]) => port2 > LAST_PORT ? key : { ...NEUTRAL, [gives]: port2 }
});
var icmp3 = {
  mark: '"icmp":',
  quotes: 4,
  keys: ["icmp"],
  gives: ["icmp"],
  read(record) {
    const value2 = record["icmp"];
    if (value2 === void 0 || value2 === null) return NEUTRAL;
    const [type, code2] = isObject(value2) ? [value2["type"], value2["code"] ?? 0] : [];
    return isByte(type) && isByte(code2) ? { ...NEUTRAL, icmp: type * 256 + code2 + 1 } : "icmp";
  }
};
var count = countPart({
  mark: '"count":',
  keys: ["count"],
  gives: ["connections"],
  fromCounts: ([connections]) => ({ ...NEUTRAL, connections: connections ?? 1 })
});
var lastSeen = {
  mark: '"lastSeen":',
  quotes: 2,
  keys: ["lastSeen"],
  gives: ["end"],
  read(record) {
    const end2 = timeOf(record["lastSeen"]);
    return end2 === void 0 ? "lastSeen" : { ...NEUTRAL, end: end2 };
  }
};
var isByte = (value2) => typeof value2 === "number" && Number.isInteger(value2) && value2 >= 0 && value2 <= 255;
var TUPLES = {
  parts: [
    endPart("src", "source"),
    endPart("dst", "destination"),
    protocol2,
    portPart("sourcePort", "sourcePort"),
    portPart("destinationPort", "port"),
    icmp3,
    count,
    lastSeen
  ],
  prefix: /^\{\s*$/
};

// src/snapshot/whisker.ts
var timePart = (key, gives) => ({
  mark: `"${key}":`,
  quotes: 2,
  keys: [key],
  gives: [gives],
  read(record) {
    const time = timeOf(record[key]);
    return time === void 0 ? key : { ...NEUTRAL, [gives]: time };
  }
});
var action = {
  mark: '"action":',
  quotes: 2,
  keys: ["action"],
  gives: ["action"],
  read: (record) => ({ ...NEUTRAL, action: actionCode(record["action"]) })
};
function readEnd2(record, side, tables) {
  const end2 = calicoEnd({
    name: record[`${side}_name`],
    namespace: record[`${side}_namespace`],
    type: void 0,
    ips: ipsOf(record[`${side}_ips`])
  });
  if (end2 === void 0) return `${side}_name`;
  return [tables.endNumber(end2), tables.labelsNumber(labelPairsOf(record[`${side}_labels`]))];
}
var source = {
  mark: '"source_name":',
  quotes: 6,
  keys: ["source_name", "source_namespace", "source_labels", "source_ips"],
  gives: ["source", "sourceLabels"],
  read(record, tables) {
    const end2 = readEnd2(record, "source", tables);
    return typeof end2 === "string" ? end2 : { ...NEUTRAL, source: end2[0], sourceLabels: end2[1] };
  }
};
var destination = {
  mark: '"dest_name":',
  quotes: 6,
  keys: ["dest_name", "dest_namespace", "dest_labels", "dest_ips"],
  gives: ["destination", "destinationLabels"],
  read(record, tables) {
    const end2 = readEnd2(record, "dest", tables);
    return typeof end2 === "string" ? end2 : { ...NEUTRAL, destination: end2[0], destinationLabels: end2[1] };
  }
};
var service = {
  mark: '"protocol":',
  quotes: 8,
  keys: ["protocol", "dest_port", "reporter"],
  gives: ["protocol", "port", "reporter"],
  read(record) {
    const of2 = calicoService(record["protocol"], record["dest_port"]);
    if (typeof of2 === "string") return of2 === "port" ? "dest_port" : of2;
    return { ...NEUTRAL, ...of2, reporter: reporterCode(record["reporter"]) };
  }
};
var HIT_KEYS = { policyIndex: "policy_index", ruleIndex: "rule_index" };
var enforced2 = {
  mark: '"policies":{"enforced":',
  quotes: LIST,
  keys: ["policies"],
  gives: ["enforced"],
  opens: 1,
  read(record, tables) {
    const { policies } = record;
    return {
      ...NEUTRAL,
      enforced: tables.traceNumber(hitsOf2(isObject(policies) ? policies["enforced"] : void 0, HIT_KEYS))
    };
  }
};
var pending = {
  mark: '"pending":',
  quotes: LIST,
  keys: ["pending"],
  gives: ["pending"],
  closes: 1,
  read(record, tables) {
    const { policies } = record;
    const hits = isObject(policies) ? policies["pending"] : record["pending"];
    return { ...NEUTRAL, pending: tables.traceNumber(hitsOf2(hits, HIT_KEYS)) };
  }
};
var counters = countPart({
  mark: '"packets_in":',
  keys: ["packets_in", "packets_out", "bytes_in", "bytes_out"],
  gives: ["packets", "connections"],
  fromCounts: ([into2, out]) => ({ ...NEUTRAL, packets: (into2 ?? 0) + (out ?? 0) })
});
var WHISKER = {
  parts: [
    timePart("start_time", "start"),
    timePart("end_time", "end"),
    action,
    source,
    destination,
    service,
    enforced2,
    pending,
    counters
  ],
  prefix: /^\{\s*$/
};

// src/snapshot/recognise.ts
function recognise(value2, events, tables) {
  if (!isObject(value2)) return { is: "unknown" };
  const metadata = metadataOf2(value2);
  if (metadata !== void 0) return { is: "metadata", metadata };
  const list3 = listOf2(value2);
  if (list3 !== void 0) return list3;
  if (typeof value2["apiVersion"] === "string" && typeof value2["kind"] === "string") return { is: "object" };
  return recordOf(value2, events, tables) ?? aside(value2);
}
function listOf2(value2) {
  for (const key of ["items", "flows", "objects"])
    if (Array.isArray(value2[key])) return { is: "list", items: value2[key], head: value2 };
  return "total" in value2 && value2["items"] === null ? { is: "nothing" } : void 0;
}
function recordOf(value2, events, tables) {
  const source2 = value2["_source"];
  if (isObject(source2)) return recordOf(source2, events, tables);
  const flat = flatGoldmane(value2);
  if (flat !== void 0) return goldmaneRecord(flat, tables);
  const event = hubbleFlow(value2);
  return event === void 0 ? flatRecordOf(value2, events, tables) : hubbleEvent(event, tables);
}
function goldmaneRecord(flat, tables) {
  const dialect2 = goldmaneDialect(flat);
  return result(dialect2, readRow(dialect2 === "goldmane-protojson" ? GOLDMANE_CAMEL : GOLDMANE_SNAKE, flat, tables));
}
function bareKey(value2, tables) {
  const recognised = goldmaneRecord(value2, tables);
  return recognised.is === "record" ? { ...recognised, row: { ...recognised.row, connections: 1 } } : recognised;
}
function hubbleEvent(event, tables) {
  const row = hubbleRow(event, tables);
  if (row === "nothing") return { is: "nothing" };
  return result("hubble", "bad" in row ? row.bad : row);
}
function flatRecordOf(value2, events, tables) {
  if ("source_name_aggr" in value2 || "dest_name_aggr" in value2)
    return result("enterprise", enterpriseRow(value2, tables));
  if (isBareKey(value2)) return bareKey(value2, tables);
  if ("source_name" in value2 && "dest_name" in value2 && "reporter" in value2)
    return result(events ? "whisker-stream" : "whisker-list", readRow(WHISKER, value2, tables));
  if (isObject(value2["src"]) && isObject(value2["dst"]) && "protocol" in value2)
    return result("tuples", readRow(TUPLES, value2, tables));
  return void 0;
}
function result(dialect2, row) {
  return typeof row === "string" ? { is: "bad-record", dialect: dialect2, field: row } : { is: "record", dialect: dialect2, row };
}
function aside(value2) {
  const events = hubbleLost(value2);
  if (events !== void 0) return events === 0 ? { is: "nothing" } : { is: "lost", events };
  const error = value2["error"];
  const message = isObject(error) ? error["message"] : error;
  return typeof message === "string" && Object.keys(value2).length <= 3 ? { is: "error", message } : { is: "unknown" };
}

// src/snapshot/stored.ts
var STORED_VERSION = 1;

// src/snapshot/stored-head.ts
var isStoredHead = (value2) => value2["kind"] === METADATA_KIND && "windows" in value2;
function readHead(value2, tables) {
  if (value2["version"] !== STORED_VERSION)
    return `its version is ${JSON.stringify(value2["version"] ?? null)}, and this program reads version ${String(STORED_VERSION)}`;
  const captures = each(value2["captures"], (one) => isObject(one) ? captureOf(one) : void 0);
  const windows = each(value2["windows"], windowOf);
  const ends = each(value2["ends"], (one) => {
    const end2 = endOf7(one);
    return end2 === void 0 ? void 0 : tables.endNumber(end2);
  });
  const labels = each(value2["labels"], (one) => isTexts(one) ? tables.labelsNumber(one) : void 0);
  const traces = each(value2["traces"], (one) => {
    const hits = each(one, hitOf2);
    return hits === void 0 ? void 0 : tables.traceNumber(hits);
  });
  if (captures === void 0) return "its `captures` are not as they should be";
  if (windows === void 0) return "its `windows` are not as they should be";
  if (ends === void 0 || labels === void 0 || traces === void 0)
    return "its `ends`, `labels` or `traces` are not as they should be";
  const { pseudonyms } = value2;
  return {
    pseudonyms: typeof pseudonyms === "string" ? pseudonyms : void 0,
    captures,
    windows,
    ends,
    labels,
    traces
  };
}
function each(value2, read) {
  if (!Array.isArray(value2)) return void 0;
  const out = [];
  for (const item2 of value2) {
    const one = read(item2);
    if (one === void 0) return void 0;
    out.push(one);
  }
  return out;
}
var isTexts = (value2) => Array.isArray(value2) && value2.every((one) => typeof one === "string");
var isCount = (value2) => typeof value2 === "number" && Number.isSafeInteger(value2) && value2 >= 0;
var DIALECTS = {
  "goldmane-go": true,
  "goldmane-protojson": true,
  "goldmane-python": true,
  "whisker-list": true,
  "whisker-stream": true,
  enterprise: true,
  hubble: true,
  tuples: true
};
var isDialect = (value2) => typeof value2 === "string" && Object.hasOwn(DIALECTS, value2);
function windowOf(value2) {
  if (!isObject(value2)) return void 0;
  const { dialect: dialect2, id, records } = value2;
  const [start, end2] = [timeOf(value2["start"]), timeOf(value2["end"])];
  if (typeof id !== "string" || !/^[0-9a-f]{16,64}$/.test(id) || !isDialect(dialect2)) return void 0;
  if (start === void 0 || end2 === void 0 || !isCount(records)) return void 0;
  return { id, dialect: dialect2, start, end: end2, records };
}
var IS = ["pod", "host", "network-set", "network", "unknown"];
function endOf7(value2) {
  if (!isObject(value2)) return void 0;
  const is = IS.find((one) => one === value2["is"]);
  const [namespace, name3] = [nameOf4(value2["namespace"]), nameOf4(value2["name"])];
  const ips = value2["ips"] === void 0 ? [] : each(value2["ips"], ipOf);
  if (is === void 0 || namespace === void 0 || name3 === void 0 || ips === void 0) return void 0;
  if (name3 === "" && ips.length === 0) return void 0;
  return { is, namespace, name: name3, owner: ownerOf3(value2["owner"]), ips, byAddress: value2["byAddress"] === true };
}
var ipOf = (value2) => typeof value2 === "string" ? parseIp(value2) : void 0;
function ownerOf3(value2) {
  if (!isObject(value2)) return void 0;
  const [kind, name3] = [nameOf4(value2["kind"]), nameOf4(value2["name"])];
  return kind && name3 ? { kind, name: name3 } : void 0;
}
var isKind = (value2) => value2 === "unknown" || Object.hasOwn(FELIX_KIND, value2);
function hitOf2(value2) {
  if (!Array.isArray(value2)) return void 0;
  const [tier, kind, namespace, name3, rule, actionText] = value2;
  const action2 = actionText === "log" ? actionText : actionOf(actionText);
  if (action2 === void 0 || typeof kind !== "string" || !isKind(kind)) return void 0;
  if (rule !== "end-of-tier" && (typeof rule !== "number" || !Number.isInteger(rule))) return void 0;
  const names3 = [tier, namespace, name3].map((one) => one === void 0 ? void 0 : nameOf4(one));
  const [tierName2, space, own] = names3;
  if (tierName2 === void 0 || space === void 0 || own === void 0) return void 0;
  return { tier: tierName2, kind, namespace: space, name: own, rule, action: action2 };
}

// src/snapshot/tables.ts
var Numbered = class {
  #numbers = /* @__PURE__ */ new Map();
  values = [];
  number(key, make) {
    const known4 = this.#numbers.get(key);
    if (known4 !== void 0) return known4;
    const number = this.values.length;
    this.#numbers.set(key, number);
    this.values.push(make());
    return number;
  }
};
var NO_LABELS = /* @__PURE__ */ new Map();
var NO_TRACE = 0;
var Tables = class {
  ends = new Numbered();
  labels = new Numbered();
  traces = new Numbered();
  #common = /* @__PURE__ */ new Map();
  constructor() {
    this.traces.number("", () => void 0);
    this.labelsNumber([]);
  }
  endNumber(end2) {
    const { byAddress, ips, is, name: name3, namespace, owner } = end2;
    let key = `${is}
${namespace}
${name3}
${String(byAddress)}`;
    if (owner !== void 0) key += `
${owner.kind}
${owner.name}`;
    for (const ip of ips) key += `
${String(ip.family)} ${ip.value.toString(36)}`;
    return this.ends.number(key, () => end2);
  }
  /** `key=value` texts; one without or with a second `=` is split at the first, as Kubernetes values hold none */
  labelsNumber(pairs2) {
    const sorted = pairs2.map((pair2) => {
      const at2 = pair2.indexOf("=");
      return at2 < 0 ? ["", ""] : [pair2.slice(0, at2).trim(), pair2.slice(at2 + 1).trim()];
    }).filter(([key]) => key !== "").sort(([a], [b]) => byText(a, b));
    return this.#labelsNumber(sorted);
  }
  #labelsNumber(sorted) {
    return this.labels.number(JSON.stringify(sorted), () => new Map(sorted));
  }
  /** The labels that both have */
  commonLabels(a, b) {
    if (a === b) return a;
    const [low, high] = a < b ? [a, b] : [b, a];
    const pair2 = low * 2 ** 26 + high;
    const known4 = this.#common.get(pair2);
    if (known4 !== void 0) return known4;
    const other = this.labels.values[high] ?? NO_LABELS;
    const shared2 = [...this.labels.values[low] ?? NO_LABELS].filter(([key, value2]) => other.get(key) === value2);
    const number = this.#labelsNumber(shared2);
    this.#common.set(pair2, number);
    return number;
  }
  /** NO_TRACE for undefined */
  traceNumber(hits) {
    if (hits === void 0) return NO_TRACE;
    return this.traces.number(traceText(hits), () => hits);
  }
};
var traceText = (hits) => hits.map(
  ({ action: action2, kind, name: name3, namespace, rule, tier }) => `${tier} ${kind} ${namespace}/${name3} ${String(rule)} ${action2}`
).join("\n");

// src/snapshot/stored-flow.ts
function storedRows(value2, head) {
  const who = whoOf(value2, head);
  if (typeof who === "string") return who;
  const service2 = serviceOf2(value2);
  if (typeof service2 === "string") return service2;
  const { seen } = value2;
  if (!Array.isArray(seen)) return "seen";
  const rows = [];
  for (const one of seen) {
    const figures = figuresOf(one, head.windows.length);
    if (figures === void 0) return "seen";
    const { records, window, ...counts3 } = figures;
    rows.push({ window, records, row: { ...NEUTRAL, ...who, ...service2, ...counts3 } });
  }
  return rows;
}
var REPORTERS3 = { source: 1, destination: 2 };
var ACTIONS3 = { allow: 1, deny: 2 };
function whoOf(value2, { ends, labels, traces }) {
  const source2 = at(ends, value2["source"]);
  if (source2 === void 0) return "source";
  const destination2 = at(ends, value2["destination"]);
  if (destination2 === void 0) return "destination";
  const sourceLabels = at(labels, value2["sourceLabels"], 0);
  if (sourceLabels === void 0) return "sourceLabels";
  const destinationLabels = at(labels, value2["destinationLabels"], 0);
  if (destinationLabels === void 0) return "destinationLabels";
  const enforced3 = at(traces, value2["enforced"], NO_TRACE);
  if (enforced3 === void 0) return "enforced";
  const pending2 = at(traces, value2["pending"], NO_TRACE);
  if (pending2 === void 0) return "pending";
  const { action: action2, reporter, weak } = value2;
  return {
    source: source2,
    destination: destination2,
    sourceLabels,
    destinationLabels,
    enforced: enforced3,
    pending: pending2,
    reporter: reporter === "source" || reporter === "destination" ? REPORTERS3[reporter] : 0,
    action: action2 === "allow" || action2 === "deny" ? ACTIONS3[action2] : 0,
    weak: weak === true
  };
}
function at(numbers2, place, absent) {
  if (place === void 0 || place === null) return absent;
  return typeof place === "number" ? numbers2[place] : void 0;
}
function serviceOf2(value2) {
  const { icmp: icmp4, port: port2, protocol: protocol3, sourcePort } = value2;
  if (!isUpTo(protocol3, 255)) return "protocol";
  if (port2 !== void 0 && !isUpTo(port2, 65535)) return "port";
  if (sourcePort !== void 0 && !isUpTo(sourcePort, 65535)) return "sourcePort";
  const none = { protocol: protocol3, port: port2 ?? 0, icmp: 0, sourcePort: sourcePort ?? 0 };
  if (icmp4 === void 0) return none;
  const [type, code2] = isObject(icmp4) ? [icmp4["type"], icmp4["code"]] : [];
  return isUpTo(type, 255) && isUpTo(code2, 255) ? { ...none, icmp: type * 256 + code2 + 1 } : "icmp";
}
var isUpTo = (value2, most) => isCount(value2) && value2 <= most;
function figuresOf(value2, windows) {
  if (!Array.isArray(value2)) return void 0;
  const [window, records, packets, connections, start, end2] = value2;
  if (!isCount(window) || window >= windows || !isCount(records) || !isCount(packets)) return void 0;
  const [begun, from, to] = [numberOr(connections, -1), numberOr(start, 0), numberOr(end2, 0)];
  if (begun === void 0 || from === void 0 || to === void 0) return void 0;
  return { window, records, packets, connections: begun, start: from, end: to };
}
var numberOr = (value2, none) => value2 === null ? none : typeof value2 === "number" && value2 >= 0 && Number.isFinite(value2) ? value2 : void 0;

// src/snapshot/stored-reader.ts
var StoredReader = class _StoredReader {
  #path;
  #into;
  #head;
  /** By the place of the window; undefined where another file has given it already */
  #groups;
  constructor(path6, into2, head) {
    this.#path = path6;
    this.#into = into2;
    this.#head = head;
    this.#groups = head.windows.map((window) => into2.records.storedGroup(path6, window));
  }
  /** Undefined for a head that is none; a sentence where it cannot be used */
  static open(path6, head, into2) {
    if (!isStoredHead(head)) return void 0;
    const read = readHead(head, into2.records.tables);
    if (typeof read === "string") return read;
    into2.pseudonyms(read.pseudonyms);
    for (const capture of read.captures) into2.capture(capture);
    return new _StoredReader(path6, into2, read);
  }
  /** Undefined for a line that is neither an object nor a flow of a merged snapshot */
  take(value2) {
    const { seen, ...object } = value2;
    if (typeof value2["kind"] === "string" && typeof value2["apiVersion"] === "string") {
      this.#into.object(object, this.#path, seenOf(isObject(seen) ? seen : {}));
      return "taken";
    }
    if (!Array.isArray(seen)) return void 0;
    const rows = storedRows(value2, this.#head);
    if (typeof rows === "string") return { bad: rows };
    for (const { records, row, window } of rows) {
      const group = this.#groups[window];
      if (group !== void 0) this.#into.records.addSeen(group, row, records);
    }
    return "taken";
  }
};
function seenOf({ first: first2, last: last2, states }) {
  const seen = { first: knownTime(first2), last: knownTime(last2) };
  return isObject(states) && Object.keys(states).length > 1 ? { ...seen, states: new Map(Object.entries(states).map(([state, time]) => [state, knownTime(time)])) } : seen;
}
function knownTime(value2) {
  const time = timeOf(value2);
  return time === 0 ? void 0 : time;
}

// src/snapshot/text-form.ts
var SNIFF = 16384;
var REFUSED = [
  {
    dialect: "the AWS VPC CNI network policy agent",
    lacks: "its log names neither pods nor labels, and usually no allowed connection; capture Whisker or Hubble flows",
    looks: /\bFlow Info:|\bPolicyVerdict:|"Src IP"\s*:/
  },
  {
    dialect: "OVN-Kubernetes ACL logging",
    lacks: "its log names no pods and is a sample of at most 20 messages a second",
    looks: /\bacl_log\(|"acl_log"/
  },
  {
    dialect: "the Antrea flow exporter",
    lacks: "this dialect is not read yet; write its connections as exact tuples instead",
    looks: /"(?:sourcePodNamespace|ingressNetworkPolicyRuleAction|flowEndSeconds\w*)"\s*:/
  },
  {
    dialect: "GKE network policy logging",
    lacks: "it logs only pods that some policy selects, and names no policy where it denies",
    looks: /"disposition"\s*:\s*"(?:allow|deny)"/
  },
  {
    dialect: "syslog",
    lacks: "lines of keys and values name no pods and no policies; export the flow logs as JSON",
    looks: /\bcalico-packet:|^<\d{1,3}>|\b(?:src_ip|source_ip|SRC)=\S+.*\b(?:dst_ip|dest_ip|destination_ip|DST)=/m
  }
];
function formOf(text) {
  const start = text.trimStart();
  if (/^(?:<!doctype|<html|<\?xml|<head|<body)/i.test(start)) return { is: "html" };
  if (/^(?::[^\n]*\n|(?:event|id|retry):[^\n]*\n|\s*\n)*data:\s*\{/.test(start)) return { is: "events" };
  if (start.startsWith("{") || start.startsWith("[")) return { is: "json" };
  if (/^(?:apiVersion|kind|items|metadata)\s*:/m.test(start)) return { is: "yaml" };
  const refused2 = refusedForm(start);
  if (refused2 !== void 0) return refused2;
  return { is: /^[{[]/m.test(start) ? "json" : "unknown" };
}
function refusedForm(text) {
  const found = REFUSED.find(({ looks }) => looks.test(text));
  return found === void 0 ? void 0 : { is: "refused", dialect: found.dialect, lacks: found.lacks };
}
function withoutHttpHead(text) {
  if (!text.startsWith("HTTP/")) return text;
  const end2 = /\r?\n\r?\n/.exec(text);
  return end2 === null ? text : text.slice(end2.index + end2[0].length);
}

// src/snapshot/file-reader.ts
var QUICK = {
  "goldmane-go": GOLDMANE_SNAKE,
  "goldmane-protojson": GOLDMANE_CAMEL,
  "goldmane-python": GOLDMANE_SNAKE,
  "whisker-list": WHISKER,
  "whisker-stream": WHISKER,
  tuples: TUPLES
};
var FileReader = class {
  #path;
  #into;
  #report;
  #form;
  /** Until the form is known; all of it where that is YAML */
  #head = [];
  #headLength = 0;
  #values;
  quick = void 0;
  opening = "";
  #quickBy = /* @__PURE__ */ new Map();
  /** Of the metadata that stand above: what lines of a merged snapshot refer to */
  #stored;
  /** When objects below the metadata of a capture were there */
  #seen;
  #recognised = 0;
  #unknown = 0;
  /** Lines passed over where nothing else says so, and bad records, by what is wrong; each with its first place */
  #bad = /* @__PURE__ */ new Map();
  constructor(path6, into2, report2) {
    this.#path = path6;
    this.#into = into2;
    this.#report = report2;
  }
  write(chunk) {
    if (this.#values !== void 0) this.#values.write(chunk);
    else if (this.#form === void 0 || this.#form.is === "yaml") {
      this.#head.push(chunk);
      this.#headLength += chunk.length;
      if (this.#form === void 0 && this.#headLength >= SNIFF) this.#begin();
    }
  }
  end() {
    if (this.#form === void 0) this.#begin();
    this.#values?.end();
    if (this.#form?.is === "yaml") this.#into.yaml(this.#head.join(""), this.#path);
    this.#head = [];
    this.#conclude();
  }
  #begin() {
    const text = withoutHttpHead(this.#head.join("").replace(/^\uFEFF/, ""));
    this.#form = formOf(text.slice(0, SNIFF));
    if (this.#form.is === "yaml") return;
    this.#head = [];
    if (this.#form.is !== "json" && this.#form.is !== "events") return;
    this.#values = new JsonValues(this, { events: this.#form.is === "events" });
    this.#values.write(text);
  }
  /** A complete value as text */
  value(json, head) {
    const value2 = parsed2(json);
    if (value2 === void 0) this.#count(NOT_JSON, void 0);
    else this.#take(value2, json, headOf(head));
  }
  #take(value2, json, head) {
    if (isObject(value2) && this.#takeStored(value2)) {
      this.#recognised++;
      return;
    }
    const recognised = recognise(withType(value2, head), this.#form?.is === "events", this.#into.records.tables);
    if (recognised.is !== "unknown") this.#recognised++;
    this.#enter(recognised, value2, json, head);
  }
  /** False for what is no part of a merged snapshot */
  #takeStored(value2) {
    const opened = StoredReader.open(this.#path, value2, this.#into);
    if (typeof opened === "string") this.#cannotRead(opened);
    else if (opened !== void 0) this.#stored = opened;
    if (opened !== void 0) return true;
    const taken = this.#stored?.take(value2);
    if (typeof taken === "object") this.#count(wrongField(taken.bad), void 0);
    return taken !== void 0;
  }
  #cannotRead(why) {
    this.#report({ code: "snapshot-unreadable", at: void 0, args: [this.#path, why] });
  }
  #enter(recognised, value2, json, head) {
    switch (recognised.is) {
      case "object":
        this.#into.object(withType(value2, head), this.#path, this.#seen);
        break;
      case "record":
        this.#record(recognised.dialect, recognised.row, json);
        break;
      case "bad-record":
        this.#count(wrongField(recognised.field), void 0);
        break;
      case "lost":
        this.#count("the source lost events before it wrote them", void 0, recognised.events);
        break;
      case "metadata":
        this.#metadata(recognised.metadata);
        break;
      case "error":
        this.#cannotRead(`the server answered: ${recognised.message.slice(0, LONGEST_MESSAGE)}`);
        break;
      case "list":
        for (const item2 of recognised.items) this.#take(item2, "", recognised.head);
        break;
      case "nothing":
        break;
      case "unknown":
        this.#pass(json);
    }
  }
  /** Objects that follow in the file are those of this capture */
  #metadata(metadata) {
    this.#into.metadata(metadata);
    const { capturedAt: at2 } = metadata;
    this.#seen = at2 === void 0 ? void 0 : { first: at2, last: at2 };
    this.#stored = void 0;
  }
  #record(dialect2, row, json) {
    const group = this.#into.records.group(this.#path, dialect2);
    this.#into.records.add(group, row);
    this.#quicken(dialect2, group, json);
  }
  #pass(json) {
    if (this.#unknown === 0 && this.#recognised === 0) {
      const refused2 = refusedForm(json.slice(0, SNIFF));
      if (refused2 !== void 0) this.#form = refused2;
    }
    this.#unknown++;
  }
  /** From now on, values that begin like this one are first taken for its kind */
  #quicken(id, group, json) {
    const dialect2 = QUICK[id];
    const opening = /^\{\s*"\w+":/.exec(json)?.[0];
    if (dialect2 === void 0 || opening === void 0) return;
    const records = this.#quickBy.get(id) ?? new QuickRecords(dialect2, this.#into.records.tables);
    this.#quickBy.set(id, records);
    this.opening = opening;
    this.quick = (text, from, to) => {
      const row = records.read(text, from, to);
      if (row === void 0) return false;
      this.#into.records.add(group, row);
      return true;
    };
  }
  broken(place, what) {
    if (what === "line") {
      this.#count(NOT_JSON, place);
      return;
    }
    const at2 = { path: this.#path, ...place };
    const why = what === "end" ? "the file ends within a value" : "its list is broken here";
    this.#report({ code: "json-syntax", at: at2, args: [`${why}; what stands before was read`] });
  }
  #count(what, at2, times = 1) {
    const known4 = this.#bad.get(what);
    if (known4 === void 0) this.#bad.set(what, { count: times, at: at2 });
    else known4.count += times;
  }
  /** What is worth saying of the file as a whole */
  #conclude() {
    const form = this.#form;
    if (form?.is === "html") this.#say("html-not-flows", [this.#path]);
    else if (form?.is === "refused") this.#say("dialect-refused", [form.dialect, form.lacks]);
    else if (form?.is === "unknown" || this.#unknown > 0 && this.#recognised === 0)
      this.#say("file-not-recognised", [this.#path]);
    else this.#sayBad();
  }
  #sayBad() {
    if (this.#unknown > 0) this.#count("it is of no known kind", void 0, this.#unknown);
    for (const [what, { at: at2, count: count3 }] of this.#bad) {
      const place = { path: this.#path, line: at2?.line ?? 1, column: at2?.column ?? 1 };
      const others = count3 === 1 ? "" : ` (${String(count3)} times in this file)`;
      this.#report({ code: "record-unreadable", at: place, args: [`${what}${others}`] });
    }
  }
  #say(code2, args) {
    this.#report({ code: code2, at: { path: this.#path, line: 1, column: 1 }, args });
  }
};
var NOT_JSON = "it is no JSON";
var wrongField = (field2) => `its ${field2} is missing or no ${field2}`;
var LONGEST_MESSAGE = 200;
function parsed2(json) {
  try {
    return JSON.parse(json);
  } catch {
    return void 0;
  }
}
function headOf(head) {
  if (head === void 0 || !head.includes("List")) return void 0;
  const value2 = parsed2(`${head.replace(/,\s*$/, "")}}`);
  return isObject(value2) ? value2 : void 0;
}
function withType(value2, head) {
  if (!isObject(value2)) return {};
  const kind = head?.["kind"];
  if (typeof kind !== "string" || !kind.endsWith("List") || kind === "List" || "kind" in value2) return value2;
  return { apiVersion: head?.["apiVersion"], kind: kind.slice(0, -"List".length), ...value2 };
}

// src/base/fingerprint.ts
function fingerprint(text) {
  let [a, b] = [2166136261, 3735928559];
  for (let i = 0; i < text.length; i++) {
    const code2 = text.charCodeAt(i);
    a = Math.imul(a ^ code2, 16777619);
    b = Math.imul(b ^ code2, 1540483477);
  }
  a = Math.imul(a ^ a >>> 16 ^ b >>> 13, 2246822507);
  b = Math.imul(b ^ b >>> 15 ^ a >>> 11, 3266489909);
  const hex2 = (value2) => (value2 >>> 0).toString(16).padStart(8, "0");
  return hex2(a ^ a >>> 13) + hex2(b ^ b >>> 16);
}

// src/snapshot/inventory.ts
var UNSEEN = { first: void 0, last: void 0 };
var Inventory = class {
  #byKey = /* @__PURE__ */ new Map();
  #broken = [];
  /** Objects that one capture has in two states */
  #changed = /* @__PURE__ */ new Set();
  add({ broken: broken3, manifests }, seen = UNSEEN) {
    this.#broken.push(...broken3);
    const { first: first2, last: last2 } = seen;
    for (const manifest of manifests) {
      const entry = { manifest, first: first2, last: last2, states: statesOf(manifest, seen) };
      const known4 = this.#byKey.get(manifest.key);
      if (known4 === void 0) this.#byKey.set(manifest.key, entry);
      else this.#join(known4, entry);
    }
  }
  #join(known4, one) {
    if (known4.last === one.last && compareVersions(versionOf(known4.manifest), versionOf(one.manifest)) !== 0)
      this.#changed.add(known4.manifest.key);
    if (compareEntries(known4, one) < 0) known4.manifest = one.manifest;
    for (const [state, last2] of one.states) known4.states.set(state, later(known4.states.get(state), last2));
    known4.first = sooner(known4.first, one.first);
    known4.last = later(known4.last, one.last);
  }
  /** In order of their keys, whatever the order of the files. `capturedAt`: of objects that no capture claims */
  entries(capturedAt) {
    return [...this.#byKey.values()].map(({ first: first2, last: last2, manifest, states }) => ({
      manifest,
      first: first2 ?? capturedAt,
      last: last2 ?? capturedAt,
      states: new Map([...states].map(([state, time]) => [state, time ?? capturedAt]))
    })).sort((a, b) => byText(a.manifest.key, b.manifest.key));
  }
  broken() {
    return [...this.#broken].sort((a, b) => byText(a.path, b.path) || a.at.line - b.at.line);
  }
  /** One word for all, as a capture of beginning and end has many of them */
  sayTwice(report2) {
    const [first2, ...others] = [...this.#changed].sort(byText);
    const manifest = first2 === void 0 ? void 0 : this.#byKey.get(first2)?.manifest;
    if (manifest === void 0) return;
    const name3 = manifest.namespace === void 0 ? manifest.name : `${manifest.namespace}/${manifest.name}`;
    const more2 = others.length === 0 ? "" : ` (and ${String(others.length)} more)`;
    report2({ code: "object-twice", at: void 0, args: [`${manifest.kind} ${name3}${more2}`] });
  }
};
var isTracked = ({ kind }) => /NetworkPolicy$|^Tier$|NetworkSet$/.test(kind);
function statesOf(manifest, { last: last2, states }) {
  const own = isTracked(manifest) ? [[stateOf(manifest), last2]] : [];
  return new Map(isTracked(manifest) && states !== void 0 ? states : own);
}
function stateOf({ value: value2 }) {
  const metadata = isObject(value2["metadata"]) ? value2["metadata"] : {};
  const annotations = isObject(metadata["annotations"]) ? metadata["annotations"] : {};
  return fingerprint(canonical([metadata["labels"], annotations["projectcalico.org/metadata"], value2["spec"]]));
}
function compareEntries(a, b) {
  const [one, other] = [versionOf(a.manifest), versionOf(b.manifest)];
  return compareVersions(one, other) || (one.resourceVersion === "" ? (a.last ?? 0) - (b.last ?? 0) : 0) || byText(canonical(a.manifest.value), canonical(b.manifest.value)) || byText(b.manifest.origin.path, a.manifest.origin.path);
}
var sooner = (a, b) => a === void 0 ? b : b === void 0 ? a : Math.min(a, b);
var later = (a, b) => a === void 0 ? b : b === void 0 ? a : Math.max(a, b);
function versionOf(manifest) {
  const metadata = isObject(manifest.value["metadata"]) ? manifest.value["metadata"] : {};
  const { resourceVersion, uid } = metadata;
  const text = typeof resourceVersion === "string" ? resourceVersion.replace(/^0+/, "") : "";
  return { hasUid: typeof uid === "string" && uid !== "", resourceVersion: /^\d*$/.test(text) ? text : "" };
}
var compareVersions = (a, b) => Number(a.hasUid) - Number(b.hasUid) || a.resourceVersion.length - b.resourceVersion.length || byText(a.resourceVersion, b.resourceVersion);

// src/snapshot/policy-changes.ts
function policyHistory(entries, present, from, captureTimes) {
  const found = entries.filter(({ manifest }) => isTracked(manifest)).flatMap((entry) => {
    const change = changeOf2(entry, present.has(entry.manifest.key), from ?? Infinity, captureTimes);
    if (change === void 0) return [];
    const { kind, name: name3, namespace } = entry.manifest;
    return [{ ...change, kind, namespace, name: name3 }];
  }).sort(
    byKeys(
      ({ kind }) => kind,
      ({ namespace }) => namespace ?? "",
      ({ name: name3 }) => name3
    )
  );
  return {
    changes: found.map(({ at: at2, is, kind, name: name3, namespace }) => ({ is, kind, namespace, name: name3, at: isoTime(at2) })),
    since: Math.max(0, ...found.map(({ at: at2 }) => at2))
  };
}
function changeOf2({ first: first2, last: last2, manifest, states }, isPresent, from, captureTimes) {
  if (!isPresent) {
    const at2 = captureTimes.find((time) => last2 !== void 0 && time > last2);
    return at2 === void 0 ? void 0 : { is: "removed", at: at2 };
  }
  const { created, written } = timesOf2(manifest.value);
  if (created !== void 0 && created > from) return { is: "created", at: created };
  if (written !== void 0 && written > from) return { is: "edited", at: written };
  const changed = lastOfOthers(states, stateOf(manifest));
  if (changed !== void 0) return { is: "edited", at: captureTimes.find((time) => time > changed) ?? changed };
  const [oldest] = captureTimes;
  if (created === void 0 && first2 !== void 0 && oldest !== void 0 && first2 > oldest)
    return { is: "created", at: first2 };
  return void 0;
}
function lastOfOthers(states, now) {
  const times = [...states].flatMap(([state, time]) => state === now ? [] : time ?? []);
  return times.length === 0 ? void 0 : Math.max(...times);
}
function timesOf2({ metadata }) {
  if (!isObject(metadata)) return {};
  const fields = Array.isArray(metadata["managedFields"]) ? metadata["managedFields"] : [];
  const written = fields.flatMap(
    (field2) => isObject(field2) && field2["subresource"] !== "status" ? timeOf(field2["time"]) ?? [] : []
  );
  const created = timeOf(metadata["creationTimestamp"]) ?? 0;
  return {
    ...created > 0 && { created },
    ...written.length > 0 && { written: Math.max(...written) }
  };
}

// src/snapshot/presence.ts
var FROM_API = "Kubernetes API";
var REMEMBERED = /* @__PURE__ */ new Set([
  "Namespace",
  "ServiceAccount",
  "Node",
  "Pod",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob"
]);
function presentManifests(entries, captures) {
  const newest = new NewestCaptures(captures);
  const gone = new Set(entries.filter((entry) => newest.misses(entry)));
  if (gone.size === 0) return entries.map(({ manifest }) => manifest);
  const pods2 = new GonePods(entries, gone);
  return entries.flatMap((entry) => {
    if (!gone.has(entry)) return [entry.manifest];
    if (entry.manifest.kind === "Pod" && entry.manifest.group === "") return pods2.remember(entry.manifest);
    return REMEMBERED.has(entry.manifest.kind) ? [entry.manifest] : [];
  });
}
var NewestCaptures = class {
  #captures;
  #byKind = /* @__PURE__ */ new Map();
  constructor(captures) {
    this.#captures = captures;
  }
  /** The object is in an older capture and not in the newest one that looked for its kind */
  misses({ last: last2, manifest: { group, kind } }) {
    if (last2 === void 0) return false;
    const key = `${group}|${kind}`;
    if (!this.#byKind.has(key)) this.#byKind.set(key, this.#newest(group, kind));
    const newest = this.#byKind.get(key);
    return newest !== void 0 && last2 < newest;
  }
  #newest(group, kind) {
    const times = this.#captures.flatMap(
      (capture) => capture.capturedAt !== void 0 && hasRead(capture, group, kind) ? [capture.capturedAt] : []
    );
    return times.length === 0 ? void 0 : Math.max(...times);
  }
};
function hasRead({ said: { counts: counts3, sources, unread: unread2 = [] } }, group, kind) {
  const isNamed2 = Object.keys(counts3?.objects ?? {}).some((name3) => {
    const space = name3.indexOf(" ");
    return name3.slice(space + 1) === kind && groupOf(name3.slice(0, space)) === group;
  });
  if (isNamed2) return true;
  if (sources?.objects !== FROM_API || counts3 === void 0) return false;
  return !unread2.some(({ what }) => what.startsWith(kind.toLowerCase()));
}
var GonePods = class {
  #byKey = /* @__PURE__ */ new Map();
  /** Workloads of which a pod or the object itself is there */
  #alive = /* @__PURE__ */ new Set();
  #addresses = /* @__PURE__ */ new Set();
  constructor(entries, gone) {
    for (const entry of entries) {
      const { kind, name: name3, namespace } = entry.manifest;
      this.#byKey.set(keyOf(namespace, { kind, name: name3 }), { manifest: entry.manifest, gone: gone.has(entry) });
    }
    for (const entry of entries) {
      if (gone.has(entry) || !REMEMBERED.has(entry.manifest.kind)) continue;
      this.#alive.add(this.#rootOf(entry.manifest));
      for (const address of addressesOf2(entry.manifest)) this.#addresses.add(address);
    }
  }
  /**
   * The pod, without addresses that others have now; nothing where other pods took its place, for then they are what a
   * change would touch. Runs of a CronJob are told apart by their names, so that theirs stay.
   */
  remember(pod) {
    const isRun = ownerOf4(pod)?.kind === "Job";
    if (!isRun && this.#alive.has(this.#rootOf(pod))) return [];
    const taken = addressesOf2(pod).some((address) => this.#addresses.has(address));
    return [taken ? withoutAddresses(pod) : pod];
  }
  /** The workload that a pod belongs to in the end */
  #rootOf(manifest) {
    let key = keyOf(manifest.namespace, manifest);
    for (let at2 = manifest, steps = 0; at2 !== void 0 && steps < MOST_OWNERS; steps++) {
      const owner = ownerOf4(at2);
      if (owner === void 0 || owner.kind === "Node") break;
      key = keyOf(manifest.namespace, owner);
      at2 = this.#byKey.get(key)?.manifest;
    }
    return key;
  }
};
var MOST_OWNERS = 8;
var keyOf = (namespace, { kind, name: name3 }) => `${kind}|${namespace ?? ""}|${name3}`;
var metadataOf3 = ({ value: value2 }) => isObject(value2["metadata"]) ? value2["metadata"] : {};
function ownerOf4(manifest) {
  const references = metadataOf3(manifest)["ownerReferences"];
  const all = Array.isArray(references) ? references : [];
  const objects2 = all.filter(isObject);
  const { kind, name: name3 } = objects2.find((one) => one["controller"] === true) ?? objects2[0] ?? {};
  return typeof kind === "string" && typeof name3 === "string" ? { kind, name: name3 } : void 0;
}
function addressesOf2({ kind, value: value2 }) {
  const status = isObject(value2["status"]) ? value2["status"] : {};
  if (kind !== "Pod" || ["Succeeded", "Failed"].includes(String(status["phase"]))) return [];
  const list3 = Array.isArray(status["podIPs"]) ? status["podIPs"] : [];
  const texts4 = [status["podIP"], ...list3.map((one) => isObject(one) ? one["ip"] : void 0)];
  return texts4.filter((one) => typeof one === "string" && one !== "");
}
function withoutAddresses(pod) {
  const status = isObject(pod.value["status"]) ? pod.value["status"] : {};
  return { ...pod, value: { ...pod.value, status: { ...status, phase: "Succeeded" } } };
}

// src/snapshot/row-table.ts
var KEYS = 6;
var WHOLES = 3;
var FIGURES = 5;
var MIXED_PORTS = -1;
var PORTS = 65536;
var SERVICES = PORTS * 2;
var serviceNumber = (row) => row.protocol * SERVICES + (row.icmp > 0 ? PORTS + row.icmp - 1 : row.port);
function serviceOf3(number) {
  const protocol3 = Math.floor(number / SERVICES);
  const rest = number % SERVICES;
  if (rest < PORTS) return { protocol: protocol3, port: rest, icmp: void 0 };
  return { protocol: protocol3, port: 0, icmp: { type: rest - PORTS >> 8, code: rest & 255 } };
}
var RowTable = class {
  #tables;
  /** Group, then KEYS numbers, a row */
  #keys = new Int32Array(64 * (KEYS + 1));
  #wholes = new Int32Array(64 * WHOLES);
  #figures = new Float64Array(64 * FIGURES);
  /** Row + 1, or 0 */
  #slots = new Int32Array(128);
  size = 0;
  constructor(tables) {
    this.#tables = tables;
  }
  /** The same record may be added to several groups, and is kept apart there; `records`: how many the row stands for */
  add(group, row, records = 1) {
    const who = row.reporter + 3 * row.action + (row.weak ? 9 : 0);
    const service2 = serviceNumber(row);
    const slot = this.#find(group, row, service2, who);
    const at2 = (this.#slots[slot] ?? 0) - 1;
    if (at2 >= 0) this.#merge(at2, row, records);
    else this.#insert(slot, group, row, service2, who, records);
  }
  /** The slot that holds the row, or the free one where it belongs */
  #find(group, row, service2, who) {
    const keys = this.#keys;
    const mask = this.#slots.length - 1;
    const { destination: destination2, enforced: enforced3, pending: pending2, source: source2 } = row;
    let slot = hashOf(group, source2, destination2, service2, who, enforced3, pending2) & mask;
    for (; ; ) {
      const index = this.#slots[slot] ?? 0;
      if (index === 0) return slot;
      const at2 = (index - 1) * (KEYS + 1);
      if (keys[at2 + 1] === source2 && keys[at2 + 2] === destination2 && keys[at2 + 3] === service2 && keys[at2 + 4] === who && keys[at2 + 5] === enforced3 && keys[at2 + 6] === pending2 && keys[at2] === group)
        return slot;
      slot = slot + 1 & mask;
    }
  }
  #insert(slot, group, row, service2, who, records) {
    const at2 = this.size++;
    if (at2 * FIGURES >= this.#figures.length) this.#growRows();
    const keys = this.#keys;
    const i = at2 * (KEYS + 1);
    keys[i] = group;
    keys[i + 1] = row.source;
    keys[i + 2] = row.destination;
    keys[i + 3] = service2;
    keys[i + 4] = who;
    keys[i + 5] = row.enforced;
    keys[i + 6] = row.pending;
    const wholes = this.#wholes;
    const j = at2 * WHOLES;
    wholes[j] = row.sourceLabels;
    wholes[j + 1] = row.destinationLabels;
    wholes[j + 2] = row.sourcePort;
    const figures = this.#figures;
    const k = at2 * FIGURES;
    figures[k] = records;
    figures[k + 1] = row.packets;
    figures[k + 2] = row.connections;
    figures[k + 3] = row.start;
    figures[k + 4] = row.end;
    this.#slots[slot] = at2 + 1;
    if (this.size * 2 > this.#slots.length) this.#growSlots();
  }
  #merge(at2, row, records) {
    const figures = this.#figures;
    const i = at2 * FIGURES;
    figures[i] = (figures[i] ?? 0) + records;
    figures[i + 1] = (figures[i + 1] ?? 0) + row.packets;
    figures[i + 2] = addCounts(figures[i + 2] ?? -1, row.connections);
    figures[i + 3] = earlier(figures[i + 3] ?? 0, row.start);
    figures[i + 4] = Math.max(figures[i + 4] ?? 0, row.end);
    const wholes = this.#wholes;
    const j = at2 * WHOLES;
    if (wholes[j] !== row.sourceLabels) wholes[j] = this.#tables.commonLabels(wholes[j] ?? 0, row.sourceLabels);
    if (wholes[j + 1] !== row.destinationLabels)
      wholes[j + 1] = this.#tables.commonLabels(wholes[j + 1] ?? 0, row.destinationLabels);
    if (wholes[j + 2] !== row.sourcePort) wholes[j + 2] = MIXED_PORTS;
  }
  #growRows() {
    this.#keys = grown(this.#keys, new Int32Array(this.#keys.length * 2));
    this.#wholes = grown(this.#wholes, new Int32Array(this.#wholes.length * 2));
    this.#figures = grown(this.#figures, new Float64Array(this.#figures.length * 2));
  }
  #growSlots() {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    const keys = this.#keys;
    for (let row = 0; row < this.size; row++) {
      const at2 = row * (KEYS + 1);
      const key = (offset) => keys[at2 + offset] ?? 0;
      let slot = hashOf(key(0), key(1), key(2), key(3), key(4), key(5), key(6)) & mask;
      while (slots[slot] !== 0) slot = slot + 1 & mask;
      slots[slot] = row + 1;
    }
    this.#slots = slots;
  }
  groupOf(row) {
    return this.#keys[row * (KEYS + 1)] ?? 0;
  }
  sourceOf(row) {
    return this.#keys[row * (KEYS + 1) + 1] ?? 0;
  }
  destinationOf(row) {
    return this.#keys[row * (KEYS + 1) + 2] ?? 0;
  }
  /** For `serviceOf` */
  serviceOf(row) {
    return this.#keys[row * (KEYS + 1) + 3] ?? 0;
  }
  reporterOf(row) {
    return code(this.#who(row) % 3);
  }
  actionOf(row) {
    return code(Math.floor(this.#who(row) / 3) % 3);
  }
  isWeak(row) {
    return this.#who(row) >= 9;
  }
  #who(row) {
    return this.#keys[row * (KEYS + 1) + 4] ?? 0;
  }
  enforcedOf(row) {
    return this.#keys[row * (KEYS + 1) + 5] ?? 0;
  }
  pendingOf(row) {
    return this.#keys[row * (KEYS + 1) + 6] ?? 0;
  }
  sourceLabelsOf(row) {
    return this.#wholes[row * WHOLES] ?? 0;
  }
  destinationLabelsOf(row) {
    return this.#wholes[row * WHOLES + 1] ?? 0;
  }
  /** Undefined where the records do not say, or do not agree */
  sourcePortOf(row) {
    const port2 = this.#wholes[row * WHOLES + 2] ?? 0;
    return port2 > 0 ? port2 : void 0;
  }
  figuresOf(row) {
    const figures = this.#figures;
    const at2 = row * FIGURES;
    return {
      records: figures[at2] ?? 0,
      packets: figures[at2 + 1] ?? 0,
      connections: figures[at2 + 2] ?? -1,
      start: figures[at2 + 3] ?? 0,
      end: figures[at2 + 4] ?? 0
    };
  }
};
var addFigures = (a, b) => ({
  records: a.records + b.records,
  packets: a.packets + b.packets,
  connections: addCounts(a.connections, b.connections),
  start: earlier(a.start, b.start),
  end: Math.max(a.end, b.end)
});
var fullerFigures = (a, b) => ({
  records: Math.max(a.records, b.records),
  packets: Math.max(a.packets, b.packets),
  connections: Math.max(a.connections, b.connections),
  start: earlier(a.start, b.start),
  end: Math.max(a.end, b.end)
});
var addCounts = (a, b) => a < 0 || b < 0 ? -1 : a + b;
var earlier = (a, b) => a === 0 ? b : b === 0 ? a : Math.min(a, b);
var code = (value2) => value2 === 1 ? 1 : value2 === 2 ? 2 : 0;
function hashOf(a, b, c, d, e, f, g) {
  let h = Math.imul(a ^ 2654435769, 2246822507);
  h = Math.imul(h ^ h >>> 15 ^ b | 0, 2246822507);
  h = Math.imul(h ^ h >>> 13 ^ c | 0, 3266489909);
  h = Math.imul(h ^ h >>> 15 ^ d | 0, 2246822507);
  h = Math.imul(h ^ h >>> 13 ^ e | 0, 3266489909);
  h = Math.imul(h ^ h >>> 15 ^ f | 0, 2246822507);
  h = Math.imul(h ^ h >>> 13 ^ g | 0, 3266489909);
  return (h ^ h >>> 16) >>> 0;
}
function grown(from, to) {
  to.set(from);
  return to;
}

// src/snapshot/sources.ts
var RANKS = {
  enterprise: 0,
  "goldmane-go": 1,
  "goldmane-protojson": 2,
  "goldmane-python": 3,
  "whisker-list": 4,
  "whisker-stream": 5,
  hubble: 6,
  tuples: 7
};
var ADDED = /* @__PURE__ */ new Set(["enterprise", "hubble", "tuples"]);
function chooseGroups(groups, windows) {
  const uses = groups.map((_, i) => ({ is: "used", window: i, stretch: i }));
  const order = groups.map((group, i) => ({ group, i })).filter(({ group }) => group.records > 0).sort((a, b) => rankOf(a.group) - rankOf(b.group) || byText(a.group.path, b.group.path));
  const used = [];
  for (const one of order) {
    const richer = used.find(({ group }) => group.dialect !== one.group.dialect && isSameWindow(group, one.group));
    if (richer !== void 0 || isBackfill(one.group, windows)) {
      uses[one.i] = { is: "left", for: richer?.group };
      continue;
    }
    const tied = used.filter(({ group }) => group.dialect === one.group.dialect && isSameWindow(group, one.group));
    used.push(one);
    const isAdded = ADDED.has(one.group.dialect);
    if (!isAdded) join2(uses, "window", tied, one.i);
    join2(uses, "stretch", isAdded ? tied : tied.filter(({ group }) => isSameTime(group, one.group)), one.i);
  }
  return uses;
}
var rankOf = (group) => RANKS[group.dialect] + (group.end === 0 && group.dialect !== "tuples" ? 10 : 0);
function join2(uses, what, tied, to) {
  const numberOf = (use) => use?.is === "used" ? use[what] : -1;
  const numbers2 = new Set(tied.map(({ i }) => numberOf(uses[i])));
  for (const [i, use] of uses.entries())
    if (use.is === "used" && numbers2.has(use[what])) uses[i] = { ...use, [what]: to };
}
var isBackfill = (group, windows) => group.id === void 0 && group.dialect === "whisker-stream" && windows.length > 0 && windows.every(({ end: end2, start }) => group.end <= start || group.start >= end2);
function isSameWindow(a, b) {
  if (a.dialect === "tuples" || b.dialect === "tuples") return false;
  if (a.end === 0 || b.end === 0) return true;
  const shared2 = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  const shorter = Math.min(a.end - a.start, b.end - b.start);
  return shorter === 0 ? shared2 >= 0 : shared2 > 0 && shared2 * 2 >= shorter;
}
function isSameTime(a, b) {
  const shared2 = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  const whole = Math.max(a.end, b.end) - Math.min(a.start, b.start);
  return shared2 >= 0 && shared2 * 10 >= whole * 9;
}

// src/snapshot/record-store.ts
var MOST_ROWS = 8e6;
var RecordStore = class {
  tables = new Tables();
  rows = new RowTable(this.tables);
  groups = [];
  #numbers = /* @__PURE__ */ new Map();
  #windows = [];
  #uses;
  /** Records were left out for want of room */
  full = false;
  group(path6, dialect2) {
    const key = `${dialect2}
${path6}`;
    const known4 = this.#numbers.get(key);
    if (known4 !== void 0) return known4;
    this.#numbers.set(key, this.groups.length);
    this.groups.push({ path: path6, dialect: dialect2, start: 0, end: 0, records: 0 });
    this.#uses = void 0;
    return this.groups.length - 1;
  }
  /** The group of a stored window, for `addSeen`; undefined where it is there already, so that its records are too */
  storedGroup(path6, { dialect: dialect2, end: end2, id, records, start }) {
    if (this.#numbers.has(id)) return void 0;
    this.#numbers.set(id, this.groups.length);
    this.groups.push({ path: `${path6} (window ${id.slice(0, 8)})`, dialect: dialect2, id, start, end: end2, records });
    this.#uses = void 0;
    return this.groups.length - 1;
  }
  /** A row of a stored group that stands for so many records */
  addSeen(number, row, records) {
    if (this.rows.size >= MOST_ROWS) this.full = true;
    else this.rows.add(number, row, records);
  }
  /** False where the record is an empty one, of which nothing is known, or there is no room for it */
  add(number, row) {
    const group = this.groups[number];
    if (group === void 0 || row.end === 0 && row.start === 0 && row.packets === 0 && row.connections <= 0)
      return false;
    if (this.rows.size >= MOST_ROWS) {
      this.full = true;
      return false;
    }
    this.rows.add(number, row);
    group.records++;
    if (row.start > 0 && (group.start === 0 || row.start < group.start)) group.start = row.start;
    if (row.end > group.end) group.end = row.end;
    return true;
  }
  /** A capture says that it covers this window */
  addWindow(window) {
    this.#windows.push(window);
    this.#uses = void 0;
  }
  /** How each group is used, by its number; to be asked for when all records are in */
  get uses() {
    this.#uses ??= chooseGroups(this.groups, this.#windows);
    return this.#uses;
  }
};

// src/snapshot/spans.ts
var PAUSE_SECONDS = 60;
function spansOf(groups, captures) {
  const asked = captures.map(({ windowEnd: end2 = 0, windowStart: start = 0 }) => ({ start, end: end2 }));
  const all = [...groups, ...asked].filter(({ end: end2, start }) => start > 0 && end2 >= start);
  const spans = [];
  for (const { end: end2, start } of all.sort((a, b) => a.start - b.start)) {
    const last2 = spans.at(-1);
    if (last2 !== void 0 && start <= last2.end + PAUSE_SECONDS) last2.end = Math.max(last2.end, end2);
    else spans.push({ start, end: end2 });
  }
  return spans.map(({ end: end2, start }) => ({ start: isoTime(start), end: isoTime(end2) }));
}

// src/snapshot/reader.ts
function createSnapshotReader(options2, report2) {
  const inventory = new Inventory();
  const records = new RecordStore();
  const captures = /* @__PURE__ */ new Map();
  const keys = /* @__PURE__ */ new Set();
  const reading = {
    defaultNamespace: options2.defaultNamespace ?? "default",
    report: report2,
    said: /* @__PURE__ */ new Set(),
    wanted: (group, kind) => affectsPolicy(group, kind) || declaresFlows(group, kind)
  };
  const into2 = {
    records,
    object: (value2, path6, seen) => {
      inventory.add(manifestsFromObject(value2, path6, reading), seen);
    },
    yaml: (text, path6) => {
      inventory.add(readManifests({ path: path6, text }, reading));
    },
    metadata: (one) => {
      keys.add(void 0);
      captures.set(canonical(one.said), one);
      const { windowEnd: end2, windowStart: start } = one;
      if (start !== void 0 && end2 !== void 0) records.addWindow({ start, end: end2 });
    },
    capture: (said2) => {
      captures.set(canonical(said2), timesOf(said2));
    },
    pseudonyms: (key) => {
      keys.add(key);
    }
  };
  return {
    async add({ chunks, path: path6 }) {
      const file = new FileReader(path6, into2, report2);
      for await (const chunk of chunks) file.write(chunk);
      file.end();
    },
    addText(path6, text) {
      const file = new FileReader(path6, into2, report2);
      file.write(text);
      file.end();
    },
    finish() {
      inventory.sayTwice(report2);
      sayLeft(records, report2);
      if (records.full) {
        const why = `it holds more than ${String(MOST_ROWS)} different records, and the others were left out`;
        report2({ code: "snapshot-unreadable", at: void 0, args: ["", why] });
      }
      const { groups, uses } = records;
      const used = groups.filter((group, i) => group.records > 0 && uses[i]?.is === "used");
      const all = [...captures].sort(([a], [b]) => byText(a, b)).map(([, one]) => one);
      const said2 = joinMetadata(all);
      const entries = inventory.entries(said2.capturedAt ?? newestOf(used));
      const manifests = presentManifests(entries, all);
      const history = policyHistory(
        entries,
        new Set(manifests.map(({ key }) => key)),
        first(used.map(({ start }) => known2(start))),
        all.flatMap(({ capturedAt }) => capturedAt ?? []).sort((a, b) => a - b)
      );
      const meta = {
        ...metaOf(records, used, said2, all),
        policyChanges: history.changes,
        policiesSince: history.since
      };
      return {
        manifests,
        inventory: entries,
        broken: inventory.broken(),
        captures: all,
        pseudonyms: keys.size === 1 ? [...keys][0] : void 0,
        mixedPseudonyms: keys.size > 1,
        records,
        meta
      };
    }
  };
}
function sayLeft({ groups, uses }, report2) {
  const left = groups.flatMap((group, i) => {
    const use = uses[i];
    return use?.is === "left" ? [{ group, richer: use.for }] : [];
  });
  for (const { group, richer } of left.sort(byKeys(({ group: { path: path6 } }) => path6))) {
    const name3 = ({ dialect: dialect2, path: path6 }) => path6 === richer?.path && path6 === group.path ? DIALECTS2[dialect2] : path6;
    const args = [name3(group), richer === void 0 ? "the capture’s own window" : name3(richer)];
    report2({ code: "dialect-not-used", at: void 0, args });
  }
}
var DIALECTS2 = {
  "goldmane-go": "Goldmane",
  "goldmane-protojson": "Goldmane",
  "goldmane-python": "Goldmane",
  "whisker-list": "Whisker",
  "whisker-stream": "Whisker stream",
  enterprise: "Calico Enterprise flow log",
  hubble: "Hubble",
  tuples: "exact tuples"
};
function metaOf({ groups, uses }, used, said2, captures) {
  const newest = newestOf(used);
  const iso = (seconds3) => seconds3 === void 0 ? void 0 : isoTime(seconds3);
  const clusters = new Set(captures.flatMap(({ clusterId }) => clusterId ?? []));
  return {
    capturedAt: iso(said2.capturedAt ?? newest),
    windowStart: iso(said2.windowStart ?? first(used.map(({ start }) => known2(start)))),
    windowEnd: iso(said2.windowEnd ?? newest),
    sources: [...new Set(used.map(({ dialect: dialect2 }) => DIALECTS2[dialect2]))].sort(byText),
    recordCount: used.reduce((sum, { records }) => sum + records, 0),
    clusterId: said2.clusterId,
    clusterIds: [...clusters].sort(byText),
    windowCount: new Set(uses.flatMap((use, i) => use.is === "used" && groups[i]?.records !== 0 ? use.stretch : [])).size,
    spans: spansOf(used, captures),
    unread: unreadOf(captures)
  };
}
var newestOf = (used) => last(used.map(({ end: end2 }) => known2(end2)));
function unreadOf(captures) {
  const newest = last(captures.map(({ capturedAt }) => capturedAt));
  const gaps2 = captures.filter(({ capturedAt }) => capturedAt === newest).flatMap(({ said: { unread: unread2 = [] } }) => unread2.map(({ what, why }) => `${what}: ${why}`));
  return [...new Set(gaps2)].sort(byText);
}
var known2 = (seconds3) => seconds3 === 0 ? void 0 : seconds3;

// src/snapshot/assembled-flow.ts
var FlowAssembly = class {
  #times = /* @__PURE__ */ new Map();
  #missing = /* @__PURE__ */ new Map();
  #weights = /* @__PURE__ */ new Map();
  flow({ destination: destination2, end: end2, layer4: layer42, records, source: source2, sourcePort, start, weight: weight2, windows }) {
    const port2 = layer42.hasPorts ? sourcePort : void 0;
    return {
      key: `${source2.name} > ${destination2.name} ${layer42.text}`,
      source: source2,
      destination: destination2,
      protocol: layer42.protocol,
      sourcePort: port2,
      destinationPort: layer42.port,
      icmp: layer42.icmp,
      missing: this.#missingOf(layer42, port2),
      weight: this.#weightOf(weight2),
      firstSeen: this.#time(start),
      lastSeen: this.#time(end2),
      windows,
      records
    };
  }
  #time(seconds3) {
    if (seconds3 === 0) return void 0;
    const known4 = this.#times.get(seconds3);
    if (known4 !== void 0) return known4;
    const text = isoTime(seconds3);
    if (this.#times.size < MEMORY2) this.#times.set(seconds3, text);
    return text;
  }
  #missingOf(layer42, sourcePort) {
    const missing = {
      sourcePort: layer42.hasPorts && sourcePort === void 0,
      destinationPort: layer42.hasPorts && layer42.port === void 0,
      icmp: layer42.lacksIcmp
    };
    const number = Number(missing.sourcePort) + 2 * Number(missing.destinationPort) + 4 * Number(missing.icmp);
    return shared(this.#missing, number, missing);
  }
  #weightOf(weight2) {
    const number = weight2.count * 2 + (weight2.unit === "packets" ? 1 : 0);
    return this.#weights.size < MEMORY2 ? shared(this.#weights, number, weight2) : weight2;
  }
};
var MEMORY2 = 1e5;
function shared(known4, number, value2) {
  const same = known4.get(number);
  if (same !== void 0) return same;
  known4.set(number, value2);
  return value2;
}

// src/snapshot/cluster-index.ts
var ClusterIndex = class {
  cluster;
  #byName = /* @__PURE__ */ new Map();
  #byPattern = /* @__PURE__ */ new Map();
  #byOwner = /* @__PURE__ */ new Map();
  #byAddress = /* @__PURE__ */ new Map();
  #hostPods = /* @__PURE__ */ new Map();
  #sets = /* @__PURE__ */ new Map();
  #hosts = /* @__PURE__ */ new Map();
  #nodeByAddress = /* @__PURE__ */ new Map();
  constructor(cluster) {
    this.cluster = cluster;
    const workloads2 = [...cluster.workloads].sort(
      byKeys(
        ({ namespace }) => namespace,
        ({ name: name3 }) => name3
      )
    );
    for (const workload of workloads2) this.#addWorkload(workload);
    for (const pod of cluster.hostPods) this.#hostPods.set(`${pod.namespace}/${pod.name}`, pod);
    for (const set of cluster.sets) this.#sets.set(`${set.namespace ?? ""}/${set.name}`, set);
    this.#addHosts(cluster);
  }
  #addWorkload(workload) {
    const { addresses, generateName, known: known4, name: name3, namespace, owner } = workload;
    into(this.#byOwner, `${namespace}/${owner.name}`, workload);
    if (known4 !== "pod") return;
    this.#byName.set(`${namespace}/${name3}`, workload);
    if (generateName !== void 0) into(this.#byPattern, `${namespace}/${generateName}`, workload);
    for (const ip of addresses) into(this.#byAddress, addressKey(ip), workload);
  }
  /** A record names a node by its host endpoint only where that has addresses of its own (hosts-capture, 4) */
  #addHosts({ hostEndpoints, nodes }) {
    for (const { expectedIps, node } of hostEndpoints) for (const ip of expectedIps) into(this.#hosts, node, ip);
    for (const { addresses, name: name3 } of nodes) {
      for (const ip of addresses) this.#nodeByAddress.set(addressKey(ip), name3);
      if (!this.#hosts.has(name3)) this.#hosts.set(name3, [...addresses]);
    }
  }
  pod(namespace, name3) {
    return this.#byName.get(`${namespace}/${name3}`);
  }
  /** Pods whose names begin with `prefix` and end in what the API server chose */
  podsOfPattern(namespace, prefix2) {
    return this.#byPattern.get(`${namespace}/${prefix2}`) ?? [];
  }
  /** The pods of a workload or, where it has none, its template */
  ofOwner(namespace, name3) {
    return this.#byOwner.get(`${namespace}/${name3}`) ?? [];
  }
  podsAt(ip) {
    return this.#byAddress.get(addressKey(ip)) ?? [];
  }
  hostPod(namespace, name3) {
    return this.#hostPods.get(`${namespace}/${name3}`);
  }
  /** `namespace` empty: the global one */
  set(namespace, name3) {
    return this.#sets.get(`${namespace}/${name3}`);
  }
  hostAddresses(name3) {
    return this.#hosts.get(name3);
  }
  nodeAt(ip) {
    return this.#nodeByAddress.get(addressKey(ip));
  }
};
var addressKey = (ip) => `${String(ip.family)} ${String(ip.value)}`;
var isPrivate = (ip) => PRIVATE.some((range3) => contains(range3, ip));
var PRIVATE = [
  { family: 4, first: 0x0a000000n, last: 0x0affffffn },
  { family: 4, first: 0xac100000n, last: 0xac1fffffn },
  { family: 4, first: 0xc0a80000n, last: 0xc0a8ffffn }
];
function into(map, key, value2) {
  const list3 = map.get(key);
  if (list3 === void 0) map.set(key, [value2]);
  else list3.push(value2);
}

// src/snapshot/joined-ends.ts
var KINDS3 = ["workload", "host", "network-set", "network", "address"];
var JoinedEnds = class {
  #numbers = /* @__PURE__ */ new Map();
  #known = /* @__PURE__ */ new Map();
  /** At least one; the same ends in any order give the same object */
  join(ends) {
    const [first2] = ends;
    if (first2 === void 0) throw new Error("a flow without a record");
    if (ends.length === 1) return first2;
    const different = [...new Set(ends)];
    if (different.length === 1) return first2;
    const key = different.map((end2) => this.#number(end2)).sort((a, b) => a - b).join(" ");
    const known4 = this.#known.get(key);
    if (known4 !== void 0) return known4;
    const joined4 = joinDifferent(first2.name, different);
    this.#known.set(key, joined4);
    return joined4;
  }
  #number(end2) {
    const known4 = this.#numbers.get(end2);
    if (known4 !== void 0) return known4;
    this.#numbers.set(end2, this.#numbers.size);
    return this.#numbers.size - 1;
  }
};
function joinDifferent(name3, ends) {
  const byKey = /* @__PURE__ */ new Map();
  for (const { candidates: candidates2 } of ends)
    for (const candidate of candidates2) {
      const key = candidateKey(candidate);
      const known4 = byKey.get(key);
      byKey.set(key, known4 === void 0 ? candidate : joinCandidates(known4, candidate));
    }
  const candidates = [...byKey].sort(([a], [b]) => byText(a, b)).map(([, candidate]) => candidate);
  return { name: name3, is: KINDS3.find((kind) => ends.some((end2) => end2.is === kind)) ?? "network", candidates };
}
function candidateKey(candidate) {
  switch (candidate.is) {
    case "pod":
      return `pod ${candidate.namespace}/${candidate.name} ${candidate.ip === void 0 ? "" : addressKey(candidate.ip)}`;
    case "stand-in":
      return `stand-in ${candidate.workload.namespace}/${candidate.workload.name}`;
    case "address":
      return `address ${addressKey(candidate.ip)}`;
    case "addresses":
      return `addresses ${candidate.what}`;
  }
}
function joinCandidates(a, b) {
  if (a.is !== "stand-in" || b.is !== "stand-in") return a;
  const other = b.workload.labels.labels;
  const labels = new Map([...a.workload.labels.labels].filter(([key, value2]) => other.get(key) === value2));
  return { is: "stand-in", workload: { ...a.workload, labels: { labels, complete: false } } };
}

// src/snapshot/layer4.ts
var NAMES2 = /* @__PURE__ */ new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [58, "icmpv6"],
  [132, "sctp"],
  [136, "udplite"]
]);
function layer4Of(service2, bpf) {
  const { icmp: exact, port: port2, protocol: protocol3 } = serviceOf3(service2);
  const name3 = NAMES2.get(protocol3) ?? String(protocol3);
  if (protocol3 === ICMP2 || protocol3 === ICMPV63) {
    const [high, low] = [port2 >> 8, port2 & 255];
    const packed = port2 === 0 ? void 0 : bpf ? { type: low, code: high } : { type: high, code: low };
    const icmp4 = exact ?? packed;
    const text2 = icmp4 === void 0 ? name3 : `${name3} ${String(icmp4.type)}/${String(icmp4.code)}`;
    return { protocol: protocol3, hasPorts: false, port: void 0, icmp: icmp4, lacksIcmp: icmp4 === void 0, text: text2 };
  }
  const known4 = hasPorts3(protocol3) && port2 > 0 ? port2 : void 0;
  const text = known4 === void 0 ? name3 : `${name3} ${String(known4)}`;
  return { protocol: protocol3, hasPorts: hasPorts3(protocol3), port: known4, icmp: void 0, lacksIcmp: false, text };
}

// src/snapshot/merged-rows.ts
function mergeRows(records, rows) {
  const isWeak = (row) => records.rows.isWeak(row);
  const strong2 = rows.some((row) => !isWeak(row)) ? rows.filter((row) => !isWeak(row)) : rows;
  const alike = /* @__PURE__ */ new Map();
  for (const row of strong2) {
    const key = identityOf2(records, row);
    const known4 = alike.get(key);
    if (known4 === void 0) alike.set(key, [row]);
    else known4.push(row);
  }
  const merged = [...alike.values()].map((some) => ({ row: mergedRow(records, some), order: orderOf(records, some) }));
  return merged.sort(byKeys(({ order }) => order)).map(({ row }) => row);
}
var singleRow = ({ rows }, row) => ({
  row,
  sourceLabels: rows.sourceLabelsOf(row),
  destinationLabels: rows.destinationLabelsOf(row),
  reporter: rows.reporterOf(row),
  sourcePort: rows.sourcePortOf(row),
  figures: rows.figuresOf(row)
});
function mergedRow(records, some) {
  const { rows, tables, uses } = records;
  const row = some[0] ?? 0;
  if (some.length === 1) return singleRow(records, row);
  const byWindow = /* @__PURE__ */ new Map();
  let [sourceLabels, destinationLabels] = [rows.sourceLabelsOf(row), rows.destinationLabelsOf(row)];
  let sourcePort = rows.sourcePortOf(row);
  for (const one of some) {
    const use = uses[rows.groupOf(one)];
    const window = use?.is === "used" ? use.window : -1;
    const known4 = byWindow.get(window);
    const figures2 = rows.figuresOf(one);
    byWindow.set(window, known4 === void 0 ? figures2 : fullerFigures(known4, figures2));
    sourceLabels = tables.commonLabels(sourceLabels, rows.sourceLabelsOf(one));
    destinationLabels = tables.commonLabels(destinationLabels, rows.destinationLabelsOf(one));
    if (rows.sourcePortOf(one) !== sourcePort) sourcePort = void 0;
  }
  const [first2 = NO_FIGURES, ...others] = byWindow.values();
  const figures = others.reduce(addFigures, first2);
  return { row, sourceLabels, destinationLabels, reporter: rows.reporterOf(row), sourcePort, figures };
}
var NO_FIGURES = { records: 0, packets: 0, connections: -1, start: 0, end: 0 };
var identityOf2 = ({ rows }, row) => [
  rows.sourceOf(row),
  rows.destinationOf(row),
  rows.serviceOf(row),
  rows.reporterOf(row),
  rows.actionOf(row),
  rows.enforcedOf(row),
  rows.pendingOf(row)
].join(" ");
function orderOf({ rows, tables }, some) {
  const row = some[0] ?? 0;
  const trace = (number) => traceText(tables.traces.values[number] ?? []);
  const end2 = (number) => {
    const { ips, is, name: name3, namespace } = tables.ends.values[number] ?? { ips: [], is: "", name: "", namespace: "" };
    return `${namespace}/${name3} ${is} ${ips.map(addressKey).join(" ")}`;
  };
  return [
    String((rows.reporterOf(row) + 2) % 3),
    String(rows.actionOf(row)),
    end2(rows.sourceOf(row)),
    end2(rows.destinationOf(row)),
    String(rows.serviceOf(row)),
    trace(rows.enforcedOf(row)),
    trace(rows.pendingOf(row))
  ].join("\n");
}

// src/snapshot/ranked.ts
var Ranked = class {
  #numbers = /* @__PURE__ */ new Map();
  number(text) {
    const known4 = this.#numbers.get(text);
    if (known4 !== void 0) return known4;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
  /** The place of each text in the order of all, by its number */
  ranks() {
    const ranks = new Int32Array(this.#numbers.size);
    const sorted = [...this.#numbers].sort(([a], [b]) => byText(a, b));
    for (const [rank2, [, number]] of sorted.entries()) ranks[number] = rank2;
    return ranks;
  }
};
function sortedByRank(order, ranks, rankOf2) {
  const starts = new Int32Array(ranks + 1);
  for (const item2 of order) {
    const next = rankOf2(item2) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let rank2 = 1; rank2 <= ranks; rank2++) starts[rank2] = (starts[rank2] ?? 0) + (starts[rank2 - 1] ?? 0);
  const sorted = new Int32Array(order.length);
  for (const item2 of order) {
    const rank2 = rankOf2(item2);
    const place = starts[rank2] ?? 0;
    sorted[place] = item2;
    starts[rank2] = place + 1;
  }
  return sorted;
}

// src/snapshot/networks.ts
var Networks = class {
  /** Addresses of pods and host endpoints, in order */
  #endpoints;
  #sets;
  #classes = /* @__PURE__ */ new Map();
  #setRanges = /* @__PURE__ */ new Map();
  #byNet;
  /** All members in order of address */
  #members = [];
  #prefixes = [];
  constructor({ hostEndpoints, sets, workloads: workloads2 }) {
    const addresses = [];
    for (const { addresses: own, known: known4 } of workloads2) if (known4 === "pod") addresses.push(...own);
    for (const { expectedIps } of hostEndpoints) addresses.push(...expectedIps);
    this.#endpoints = addresses.sort(
      (a, b) => a.family - b.family || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)
    );
    this.#sets = sets;
  }
  /** The addresses that have no better name than `PRIVATE NETWORK` or `PUBLIC NETWORK`; never empty */
  ofClass(name3) {
    const known4 = this.#classes.get(name3);
    if (known4 !== void 0) return known4;
    const all = name3 === "pvt" ? PRIVATE : subtract(EVERYWHERE3, PRIVATE);
    const ranges = firstFilled(
      () => {
        const nets2 = this.#sets.flatMap((set) => set.nets);
        return this.#withoutEndpoints(subtract(all, nets2));
      },
      () => this.#withoutEndpoints(all),
      () => all
    );
    this.#classes.set(name3, ranges);
    return ranges;
  }
  /** The addresses that are named after a set where the other end is in `peerNamespace` (empty: in none); never empty */
  ofSet(set, peerNamespace) {
    const byPeer = this.#setRanges.get(set) ?? /* @__PURE__ */ new Map();
    this.#setRanges.set(set, byPeer);
    const peer = this.#sets.some(({ namespace }) => namespace === peerNamespace) ? peerNamespace : "";
    const known4 = byPeer.get(peer);
    if (known4 !== void 0) return known4;
    const ranges = firstFilled(
      () => {
        const named2 = set.nets.flatMap((net) => subtract([net], this.#stronger({ net, set }, peer)));
        return this.#withoutEndpoints(subtract(named2, []));
      },
      () => this.#withoutEndpoints(subtract(set.nets, [])),
      () => set.nets.length > 0 ? set.nets : this.elsewhere()
    );
    byPeer.set(peer, ranges);
    return ranges;
  }
  /** All addresses that are no endpoint's */
  elsewhere() {
    return firstFilled(
      () => this.#withoutEndpoints(EVERYWHERE3),
      () => EVERYWHERE3
    );
  }
  #withoutEndpoints(ranges) {
    const out = [];
    for (const { family, first: first2, last: last2 } of ranges) {
      let from = first2;
      for (let i = this.#firstEndpoint(family, first2); i < this.#endpoints.length; i++) {
        const ip = this.#endpoints[i];
        if (ip?.family !== family || ip.value > last2) break;
        if (ip.value > from) out.push({ family, first: from, last: ip.value - 1n });
        if (ip.value >= from) from = ip.value + 1n;
      }
      if (from <= last2) out.push({ family, first: from, last: last2 });
    }
    return out;
  }
  #firstEndpoint(family, value2) {
    let [low, high] = [0, this.#endpoints.length];
    while (low < high) {
      const middle = low + high >> 1;
      const ip = this.#endpoints[middle];
      if (ip !== void 0 && (ip.family < family || ip.family === family && ip.value < value2)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  /** The nets that give some address of the member another name */
  #stronger(member, peerNamespace) {
    const isStronger = (other) => other.set !== member.set && beats(other, member, peerNamespace);
    return [...this.#around(member.net), ...this.#within(member.net)].filter(isStronger).map(({ net }) => net);
  }
  /** Members that hold all of the net */
  #around(net) {
    const byNet = this.#index();
    return this.#prefixes.filter((prefix2) => prefix2 <= net.prefix).flatMap((prefix2) => byNet.get(netKey(net.family, wider(net, prefix2), prefix2)) ?? []);
  }
  /** Members that are part of the net and not all of it */
  #within(net) {
    this.#index();
    let [low, high] = [0, this.#members.length];
    while (low < high) {
      const middle = low + high >> 1;
      const other = this.#members[middle]?.net;
      if (other !== void 0 && isBefore2(other, net)) low = middle + 1;
      else high = middle;
    }
    const members = [];
    for (let i = low; i < this.#members.length; i++) {
      const member = this.#members[i];
      if (member?.net.family !== net.family || member.net.first > net.last) break;
      if (member.net.prefix > net.prefix) members.push(member);
    }
    return members;
  }
  #index() {
    if (this.#byNet !== void 0) return this.#byNet;
    const members = this.#sets.flatMap((set) => set.nets.map((net) => ({ net, set })));
    this.#members = members.sort((a, b) => isBefore2(a.net, b.net) ? -1 : isBefore2(b.net, a.net) ? 1 : 0);
    this.#prefixes = [...new Set(members.map(({ net }) => net.prefix))];
    const byNet = /* @__PURE__ */ new Map();
    for (const member of members) {
      const key = netKey(member.net.family, member.net.first, member.net.prefix);
      byNet.set(key, [...byNet.get(key) ?? [], member]);
    }
    this.#byNet = byNet;
    return byNet;
  }
};
var EVERYWHERE3 = [4, 6].map((family) => ({
  family,
  first: 0n,
  last: lastAddress(family)
}));
function firstFilled(...choices) {
  for (const choice of choices) {
    const ranges = choice();
    if (ranges.length > 0) return ranges;
  }
  return EVERYWHERE3;
}
function beats(a, b, peerNamespace) {
  const [groupA, groupB] = [precedence(a.set, peerNamespace), precedence(b.set, peerNamespace)];
  if (groupA !== groupB) return groupA < groupB;
  if (a.net.prefix !== b.net.prefix) return a.net.prefix > b.net.prefix;
  return byText(`${a.set.namespace ?? ""}/${a.set.name}`, `${b.set.namespace ?? ""}/${b.set.name}`) < 0;
}
var precedence = ({ namespace }, peerNamespace) => namespace === void 0 ? 1 : namespace === peerNamespace ? 0 : 2;
var isBefore2 = (a, b) => a.family === b.family ? a.first < b.first : a.family < b.family;
var netKey = (family, first2, prefix2) => `${String(family)} ${first2.toString(36)} ${String(prefix2)}`;
function wider(net, prefix2) {
  const host = BigInt((net.family === 4 ? 32 : 128) - prefix2);
  return net.first >> host << host;
}

// src/snapshot/workload-name.ts
var TEMPLATE_HASH = /^(.+)-[456789bcdf]{6,10}$/;
var RUN_NUMBER2 = /^(.+)-\d{8}(?:\d{2})?$/;
var RANDOM_END = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/;
function workloadNames(base) {
  const hash = TEMPLATE_HASH.exec(base)?.[1];
  const run2 = RUN_NUMBER2.exec(base)?.[1];
  return [run2, hash, base].filter((name3) => name3 !== void 0);
}
function workloadNamesOfPod(name3) {
  const base = RANDOM_END.exec(name3)?.[1];
  return base === void 0 ? [] : workloadNames(base);
}

// src/snapshot/resolved-end.ts
var CLASS_NAMES = { pub: "PUBLIC NETWORK", pvt: "PRIVATE NETWORK" };
var EndResolver = class {
  #index;
  #networks;
  constructor(cluster) {
    this.#index = new ClusterIndex(cluster);
    this.#networks = new Networks(cluster);
  }
  /** `peerNamespace`: the namespace of the other end, empty where it has none */
  resolve(end2, labels, peerNamespace) {
    const found = this.#find(end2, labels, peerNamespace);
    return { ...found, recordName: recordName(end2) };
  }
  #find(end2, labels, peerNamespace) {
    if (end2.is === "network") return this.#network(end2);
    if (end2.namespace === "") return this.#global(end2, peerNamespace);
    const nets2 = end2.is === "pod" ? void 0 : this.#set(end2, peerNamespace);
    if (end2.is === "network-set") return nets2 ?? this.#lost(end2, "network-set");
    if (nets2 === void 0) return this.#workload(end2, labels);
    if (this.#index.pod(end2.namespace, end2.name) === void 0) return nets2;
    const pod = this.#workload(end2, labels);
    return { ...pod, candidates: [...pod.candidates, ...nets2.candidates] };
  }
  /** A class of addresses, or an address by itself */
  #network(end2) {
    if (end2.name === "pub" || end2.name === "pvt") {
      const name3 = CLASS_NAMES[end2.name];
      const candidates = end2.ips.length > 0 ? end2.ips.flatMap((ip) => this.#atAddress(ip)) : [{ is: "addresses", ranges: this.#networks.ofClass(end2.name), what: name3 }];
      return { name: name3, is: "network", candidates, unresolved: false };
    }
    return this.#address(end2);
  }
  /** The pod whose address it is; else what people count by */
  #address(end2) {
    const [ip] = end2.ips;
    if (ip === void 0) return this.#lost(end2, "network");
    const candidates = this.#atAddress(ip);
    const pods2 = this.#index.podsAt(ip);
    const [pod] = pods2;
    if (pod !== void 0) return { name: workloadName(pod), is: "workload", candidates, unresolved: false };
    const node = this.#index.nodeAt(ip);
    if (node !== void 0 && !end2.byAddress) return { name: node, is: "host", candidates, unresolved: false };
    if (end2.byAddress) return { name: printIp(ip), is: "address", candidates, unresolved: false };
    return { name: CLASS_NAMES[isPrivate(ip) ? "pvt" : "pub"], is: "network", candidates, unresolved: false };
  }
  #atAddress(ip) {
    const pods2 = this.#index.podsAt(ip);
    if (pods2.length === 0) return [{ is: "address", ip }];
    return pods2.map(({ name: name3, namespace }) => ({ is: "pod", namespace, name: name3, ip }));
  }
  /** A host, or a global network set */
  #global(end2, peerNamespace) {
    const nets2 = end2.is === "host" ? void 0 : this.#set(end2, peerNamespace);
    const addresses = end2.is === "network-set" ? void 0 : this.#index.hostAddresses(end2.name);
    const ips = end2.ips.length > 0 ? end2.ips : addresses ?? [];
    const hosts = addresses === void 0 ? [] : ips.map((ip) => ({ is: "address", ip }));
    if (nets2 !== void 0) return hosts.length === 0 ? nets2 : { ...nets2, candidates: [...nets2.candidates, ...hosts] };
    if (hosts.length > 0) return { name: end2.name, is: "host", candidates: hosts, unresolved: false };
    return this.#lost(end2, end2.is === "host" ? "host" : "network-set");
  }
  #set(end2, peerNamespace) {
    const set = this.#index.set(end2.namespace, end2.name);
    if (set === void 0) return void 0;
    const name3 = fullName(end2);
    const candidates = end2.ips.length > 0 ? end2.ips.flatMap((ip) => this.#atAddress(ip)) : [{ is: "addresses", ranges: this.#networks.ofSet(set, peerNamespace), what: name3 }];
    return { name: name3, is: "network-set", candidates, unresolved: false };
  }
  /** Any address but those that would have another name, if no address is recorded */
  #lost(end2, is) {
    const name3 = fullName(end2);
    const candidates = end2.ips.length > 0 ? end2.ips.flatMap((ip) => this.#atAddress(ip)) : [{ is: "addresses", ranges: this.#networks.elsewhere(), what: name3 }];
    return { name: name3, is, candidates, unresolved: true };
  }
  #workload(end2, labels) {
    const { found, stands } = this.#workloads(end2);
    const [name3] = found.map(workloadName).sort(byText);
    if (name3 === void 0) return this.#fromRecord(end2, labels);
    const ips = stands ? [] : end2.ips;
    const pods2 = withAddress(stands ? found : withLabels(found, labels), ips);
    return { name: name3, is: "workload", candidates: pods2.flatMap((pod) => podCandidates(pod, ips)), unresolved: false };
  }
  /**
   * The pods that the name means; else those that took their place (a later ReplicaSet, another run), for which the
   * labels and addresses of the record hold no more; else the template
   */
  #workloads(end2) {
    const { name: name3, namespace, owner } = end2;
    const isPattern = name3.endsWith("*");
    const pod = isPattern ? void 0 : this.#index.pod(namespace, name3);
    const found = isPattern ? this.#index.podsOfPattern(namespace, name3.slice(0, -1)) : pod === void 0 ? [] : [pod];
    if (found.length > 0) return { found, stands: false };
    for (const one of owner === void 0 ? namesOf4(name3) : [owner.name]) {
      const others = this.#index.ofOwner(namespace, one);
      if (others.length > 0) return { found: others, stands: true };
    }
    return { found: [], stands: false };
  }
  #fromRecord(end2, labels) {
    const { name: name3, namespace, ips, owner } = end2;
    const hostPod2 = this.#index.hostPod(namespace, name3);
    if (hostPod2 !== void 0) {
      const addresses = ips.length > 0 ? ips : hostPod2.addresses;
      const candidates = addresses.map((ip) => ({ is: "address", ip }));
      if (candidates.length > 0)
        return { name: hostPod2.node ?? `${namespace}/${name3}`, is: "host", candidates, unresolved: false };
    }
    const workload = standIn(end2, owner ?? { kind: "unknown", name: namesOf4(name3)[0] ?? name3 }, labels, this.#index);
    return {
      name: workloadName(workload),
      is: "workload",
      candidates: [{ is: "stand-in", workload }],
      unresolved: true
    };
  }
};
var workloadName = ({ namespace, owner }) => `${namespace}/${owner.name}`;
var fullName = ({ name: name3, namespace }) => namespace === "" ? name3 : `${namespace}/${name3}`;
var namesOf4 = (name3) => name3.endsWith("-*") ? workloadNames(name3.slice(0, -2)) : workloadNamesOfPod(name3);
function podCandidates({ addresses, name: name3, namespace }, ips) {
  const known4 = ips.filter((ip) => addresses.length === 0 || addresses.some((own) => isSame3(own, ip)));
  if (known4.length === 0) return [{ is: "pod", namespace, name: name3, ip: ips.length === 1 ? ips[0] : void 0 }];
  return known4.map((ip) => ({ is: "pod", namespace, name: name3, ip }));
}
var isSame3 = (a, b) => a.family === b.family && a.value === b.value;
function withAddress(pods2, ips) {
  if (ips.length === 0 || pods2.length === 1) return pods2;
  const fitting = pods2.filter(({ addresses }) => addresses.some((own) => ips.some((ip) => isSame3(own, ip))));
  return fitting.length > 0 ? fitting : pods2;
}
function withLabels(pods2, labels) {
  if (pods2.length === 1 || labels.size === 0) return pods2;
  const fitting = pods2.filter((pod) => {
    for (const [key, value2] of labels) if (pod.labels.labels.get(key) !== value2) return false;
    return true;
  });
  return fitting.length > 0 ? fitting : pods2;
}
function standIn({ ips, name: name3, namespace }, owner, recorded2, index) {
  const ofNamespace = index.cluster.namespaces.get(namespace);
  const labels = new Map(recorded2);
  labels.set("projectcalico.org/namespace", namespace);
  labels.set("projectcalico.org/orchestrator", "k8s");
  labels.set("pcns.projectcalico.org/name", namespace);
  for (const [key, value2] of ofNamespace ?? []) labels.set(`pcns.${key}`, value2);
  return {
    is: "workload",
    namespace,
    name: name3,
    labels: { labels, complete: false },
    addresses: ips,
    ports: [],
    node: void 0,
    // Who was recorded lived in a namespace that was there, whether or not the inventory has it.
    namespaceKnown: true,
    owner,
    generateName: name3.endsWith("*") ? name3.slice(0, -1) : void 0,
    known: "record",
    at: void 0
  };
}
function recordName(end2) {
  if (end2.name === "pub" || end2.name === "pvt") return CLASS_NAMES[end2.name];
  return end2.name === "" && end2.ips[0] !== void 0 ? printIp(end2.ips[0]) : fullName(end2);
}

// src/snapshot/row-ends.ts
var RowEnds = class {
  #tables;
  #resolver;
  #hasSets;
  #numbers = /* @__PURE__ */ new Map();
  /** By number. The same object for the same end, so that whoever judges it may remember it */
  values = [];
  /** Of the name that people count by, in `names`, by the number of the end */
  nameNumbers = [];
  names = new Ranked();
  constructor(tables, cluster) {
    this.#tables = tables;
    this.#resolver = new EndResolver(cluster);
    this.#hasSets = cluster.sets.length > 0;
  }
  /** `end`, `labels` and `peer`, the other end, as they are numbered in the tables */
  number(end2, labels, peer) {
    const named2 = this.#tables.ends.values[end2];
    if (named2 === void 0) throw new Error(`no end ${String(end2)}`);
    const mayBeSet = this.#hasSets && named2.is !== "pod" && named2.is !== "network";
    const peerNamespace = mayBeSet ? this.#tables.ends.values[peer]?.namespace ?? "" : "";
    const key = mayBeSet ? `${String(end2)} ${String(labels)} ${peerNamespace}` : end2 * 2 ** 26 + labels;
    const known4 = this.#numbers.get(key);
    if (known4 !== void 0) return known4;
    const resolved = this.#resolver.resolve(named2, this.#tables.labels.values[labels] ?? NO_LABELS, peerNamespace);
    this.#numbers.set(key, this.values.length);
    this.values.push(resolved);
    this.nameNumbers.push(this.names.number(resolved.name));
    return this.values.length - 1;
  }
};

// src/snapshot/resolve.ts
function resolveFlows(records, cluster, report2 = () => void 0, policiesSince = 0) {
  const resolution = new Resolution(records, cluster, policiesSince);
  const flows2 = resolution.flows();
  resolution.sayUnresolved(report2);
  return flows2;
}
var Resolution = class {
  #records;
  #policiesSince;
  #bpf;
  #ends;
  #joined = new JoinedEnds();
  #assembly = new FlowAssembly();
  #layer4s = new Ranked();
  #layer4ByService = /* @__PURE__ */ new Map();
  #layer4 = [];
  /** By row: its ends, and the next row of its flow or -1 */
  #sources;
  #destinations;
  #next;
  /** By flow: its first row */
  #firstRows = [];
  constructor(records, cluster, policiesSince) {
    const { size } = records.rows;
    this.#records = records;
    this.#policiesSince = policiesSince;
    this.#bpf = cluster.settings.bpf;
    this.#ends = new RowEnds(records.tables, cluster);
    this.#sources = new Int32Array(size);
    this.#destinations = new Int32Array(size);
    this.#next = new Int32Array(size).fill(-1);
  }
  flows() {
    this.#chainRows();
    return Array.from(this.#order(), (flow) => this.#flow(this.#firstRows[flow] ?? -1));
  }
  /** Ties together the rows of each flow */
  #chainRows() {
    const { rows, uses } = this.#records;
    const flowByKey = /* @__PURE__ */ new Map();
    for (let row = 0; row < rows.size; row++) {
      if (uses[rows.groupOf(row)]?.is !== "used") continue;
      const [from, to] = [rows.sourceOf(row), rows.destinationOf(row)];
      this.#sources[row] = this.#ends.number(from, rows.sourceLabelsOf(row), to);
      this.#destinations[row] = this.#ends.number(to, rows.destinationLabelsOf(row), from);
      const key = keyOf2(this.#nameOf(this.#sources, row), this.#nameOf(this.#destinations, row), this.#layer4Of(row));
      const flow = flowByKey.get(key);
      if (flow === void 0) {
        flowByKey.set(key, this.#firstRows.length);
        this.#firstRows.push(row);
      } else {
        this.#next[row] = this.#firstRows[flow] ?? -1;
        this.#firstRows[flow] = row;
      }
    }
  }
  #nameOf(ends, row) {
    return this.#ends.nameNumbers[ends[row] ?? 0] ?? 0;
  }
  #layer4Of(row) {
    const service2 = this.#records.rows.serviceOf(row);
    const known4 = this.#layer4ByService.get(service2);
    if (known4 !== void 0) return known4;
    const layer42 = layer4Of(service2, this.#bpf);
    const number = this.#layer4s.number(layer42.text);
    this.#layer4[number] ??= layer42;
    this.#layer4ByService.set(service2, number);
    return number;
  }
  #order() {
    const [names3, layer4s] = [this.#ends.names.ranks(), this.#layer4s.ranks()];
    const firstRow = (flow) => this.#firstRows[flow] ?? 0;
    let order = Int32Array.from(this.#firstRows, (_, flow) => flow);
    order = sortedByRank(order, layer4s.length, (flow) => layer4s[this.#layer4Of(firstRow(flow))] ?? 0);
    for (const ends of [this.#destinations, this.#sources])
      order = sortedByRank(order, names3.length, (flow) => names3[this.#nameOf(ends, firstRow(flow))] ?? 0);
    return order;
  }
  #flow(firstRow) {
    if ((this.#next[firstRow] ?? -1) < 0) return this.#flowOfRow(firstRow);
    const rows = [];
    for (let row = firstRow; row >= 0; row = this.#next[row] ?? -1) rows.push(row);
    return this.#assemble(firstRow, mergeRows(this.#records, rows), this.#windowsOf(rows));
  }
  /** Most flows are one row, and there may be a million */
  #flowOfRow(row) {
    const one = singleRow(this.#records, row);
    const [source2, destination2] = [this.#endAt(this.#sources, row), this.#endAt(this.#destinations, row)];
    const record = this.#record(one, source2, destination2);
    return this.#assembly.flow({
      windows: 1,
      source: source2,
      destination: destination2,
      layer4: this.#layer4At(row),
      sourcePort: one.sourcePort,
      weight: weightOf2([one]),
      start: one.figures.start,
      end: one.figures.end,
      records: record === void 0 ? NO_RECORDS : [record]
    });
  }
  #windowsOf(rows) {
    const { rows: table2, uses } = this.#records;
    const first2 = table2.groupOf(rows[0] ?? 0);
    if (rows.every((row) => table2.groupOf(row) === first2)) return 1;
    const stretches = rows.map((row) => {
      const use = uses[table2.groupOf(row)];
      return use?.is === "used" ? use.stretch : -1;
    });
    return new Set(stretches).size;
  }
  #assemble(firstRow, merged, windows) {
    const sources = [];
    const destinations = [];
    const records = [];
    let [start, end2] = [0, 0];
    for (const one of merged) {
      const [source2, destination2] = this.#endsOf(one);
      sources.push(source2);
      destinations.push(destination2);
      const { figures } = one;
      if (figures.start > 0 && (start === 0 || figures.start < start)) start = figures.start;
      if (figures.end > end2) end2 = figures.end;
      const record = this.#record(one, source2, destination2);
      if (record !== void 0) records.push(record);
    }
    return this.#assembly.flow({
      windows,
      source: this.#joined.join(sources),
      destination: this.#joined.join(destinations),
      layer4: this.#layer4At(firstRow),
      sourcePort: sharedPort(merged),
      weight: weightOf2(merged),
      start,
      end: end2,
      records: records.length === 0 ? NO_RECORDS : records
    });
  }
  /** Rows that were merged have only the labels that all of them have */
  #endsOf({ destinationLabels, row, sourceLabels }) {
    const { rows } = this.#records;
    const [from, to] = [rows.sourceOf(row), rows.destinationOf(row)];
    const own = sourceLabels === rows.sourceLabelsOf(row) && destinationLabels === rows.destinationLabelsOf(row);
    if (own) return [this.#endAt(this.#sources, row), this.#endAt(this.#destinations, row)];
    return [
      this.#endOf(this.#ends.number(from, sourceLabels, to)),
      this.#endOf(this.#ends.number(to, destinationLabels, from))
    ];
  }
  #endAt(ends, row) {
    return this.#endOf(ends[row] ?? -1);
  }
  #endOf(number) {
    const end2 = this.#ends.values[number];
    if (end2 === void 0) throw new Error(`no end ${String(number)}`);
    return end2;
  }
  #layer4At(row) {
    const layer42 = this.#layer4[this.#layer4Of(row)];
    if (layer42 === void 0) throw new Error(`no layer 4 of row ${String(row)}`);
    return layer42;
  }
  /** Undefined for what records no verdict of anybody, or one of other policies */
  #record({ figures: { end: end2, records: count3 }, row }, source2, destination2) {
    const { rows, tables } = this.#records;
    const reporter = REPORTERS4[rows.reporterOf(row)];
    const action2 = ACTIONS4[rows.actionOf(row)];
    const enforced3 = tables.traces.values[rows.enforcedOf(row)];
    const pending2 = tables.traces.values[rows.pendingOf(row)];
    if (reporter === void 0 && action2 === void 0 && enforced3 === void 0 && pending2 === void 0)
      return void 0;
    if (end2 > 0 && end2 <= this.#policiesSince) return void 0;
    const { recordName: sourceName } = source2;
    const { recordName: destinationName2 } = destination2;
    return { reporter, action: action2, enforced: enforced3, pending: pending2, source: source2, destination: destination2, sourceName, destinationName: destinationName2, count: count3 };
  }
  sayUnresolved(report2) {
    const unresolved = this.#ends.values.filter((end2) => end2.unresolved);
    const names3 = [...new Set(unresolved.map((end2) => end2.recordName))].sort(byText);
    for (const name3 of names3.slice(0, SAID)) report2({ code: "record-unresolved", at: void 0, args: [name3] });
    if (names3.length > SAID)
      report2({ code: "record-unresolved", at: void 0, args: [`${String(names3.length - SAID)} other names`] });
  }
};
var NO_RECORDS = [];
var SAID = 10;
var REPORTERS4 = [void 0, "source", "destination"];
var ACTIONS4 = [void 0, "allow", "deny"];
var KEY_BITS = 2 ** 18;
var keyOf2 = (source2, destination2, layer42) => source2 < KEY_BITS && destination2 < KEY_BITS && layer42 < KEY_BITS / 2 ? (source2 * KEY_BITS + destination2) * (KEY_BITS / 2) + layer42 : `${String(source2)} ${String(destination2)} ${String(layer42)}`;
function weightOf2(merged) {
  const bySource2 = merged.some(({ reporter }) => reporter === 1);
  let [begun, counted2, packets] = [0, false, 0];
  for (const { figures, reporter } of merged) {
    if (bySource2 && reporter !== 1) continue;
    packets += figures.packets;
    if (figures.connections < 0) continue;
    counted2 = true;
    begun += figures.connections;
  }
  if (!counted2 && packets > 0) return { count: packets, unit: "packets" };
  return { count: Math.max(1, begun), unit: "connections" };
}
function sharedPort(merged) {
  const port2 = merged[0]?.sourcePort;
  return merged.every(({ sourcePort }) => sourcePort === port2) ? port2 : void 0;
}

// src/preflight/snapshot.ts
async function openSnapshot(settings, ports6) {
  const input = await ports6.snapshot();
  if (input === void 0) {
    if (settings.requireSnapshot) throw stop("snapshot-missing", []);
    return void 0;
  }
  const diagnostics2 = [];
  const report2 = (diagnostic) => void diagnostics2.push(diagnostic);
  const reader = createSnapshotReader({ defaultNamespace: settings.defaultNamespace }, report2);
  for await (const file of input.files) await reader.add(file);
  const { broken: broken3, manifests, meta, records } = reader.finish();
  refuseEmpty(settings, meta, input.origin.label, diagnostics2);
  refuseFuture(meta, ports6.now(), input.origin.label);
  const ageSeconds2 = ageOf(meta, ports6.now());
  refuseOld(settings, ageSeconds2, meta);
  ports6.log(
    `snapshot: ${String(manifests.length)} objects, ${String(meta.recordCount)} flow records from ${input.origin.label}`
  );
  return {
    origin: input.origin,
    objects: new Map(manifests.map((manifest) => [manifest.key, manifest])),
    broken: broken3,
    meta,
    ageSeconds: ageSeconds2,
    diagnostics: diagnostics2,
    flows: (cluster) => resolveFlows(records, cluster, report2, meta.policiesSince)
  };
}
function refuseEmpty({ requireSnapshot }, { recordCount }, label, diagnostics2) {
  if (recordCount > 0 || !requireSnapshot) return;
  const causes2 = diagnostics2.filter(({ code: code2 }) => SEVERITIES[code2] === "error");
  throw new InputError([{ code: "snapshot-empty", at: void 0, args: [label] }, ...causes2]);
}
var SKEW_MILLIS = 10 * 60 * 1e3;
function refuseFuture({ capturedAt }, now, label) {
  if (capturedAt === void 0 || Date.parse(capturedAt) <= Date.parse(now) + SKEW_MILLIS) return;
  throw stop("snapshot-untrusted", [label, `it says that it was captured at ${capturedAt}, which is in the future`]);
}
function ageOf({ capturedAt }, now) {
  if (capturedAt === void 0) return void 0;
  return Math.max(0, Math.round((Date.parse(now) - Date.parse(capturedAt)) / 1e3));
}
function refuseOld({ snapshotMaxAgeSeconds: limit3 }, ageSeconds2, { capturedAt }) {
  if (limit3 === "unlimited") return;
  if (ageSeconds2 === void 0) throw stop("age-unknown", []);
  if (ageSeconds2 > limit3) throw stop("snapshot-too-old", [capturedAt ?? "", String(ageSeconds2), String(limit3)]);
}

// src/run.ts
var UNKNOWN_SIDE = { label: "unknown", sha: void 0, filesUrl: void 0 };
async function run(settings, ports6) {
  let infos = { before: UNKNOWN_SIDE, after: UNKNOWN_SIDE };
  try {
    const sides = await ports6.sides();
    infos = { before: sides.before.info, after: sides.after.info };
    return await compare(settings, sides, ports6);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return errorDocument(settings, infos, error.diagnostics);
  }
}
async function compare(settings, sides, ports6) {
  const { after, before } = sides;
  const expectations2 = readExpectations(expectationTexts(before), expectationTexts(after));
  const reader = new SideReader(settings.defaultNamespace);
  const comparison = { settings, before: before.info, after: after.info, expectations: expectations2, diagnostics: sides.diagnostics };
  if (before.is === "files" && after.is === "files") {
    const [old2, now2] = [reader.side(manifestTexts(before)), reader.side(manifestTexts(after))];
    const change2 = compareSides(old2, now2);
    ports6.log(`${String(change2.objects.length)} objects that policy depends on are added, edited or removed`);
    if (!isRelevant(change2)) return nothingChanged(comparison, [...now2.diagnostics, ...change2.diagnostics]);
    const snapshot2 = await openSnapshot(settings, ports6);
    const live = snapshot2?.objects ?? /* @__PURE__ */ new Map();
    const base2 = baseline(settings, live, old2);
    return report(comparison, { change: change2, snapshot: snapshot2, base: base2, old: old2, now: now2, repository: old2.objects }, ports6);
  }
  const snapshot = await openSnapshot(settings, ports6);
  if (snapshot === void 0) throw stop("snapshot-missing", ["one side is the cluster"]);
  const [old, now] = [before, after].map((side) => side.is === "files" ? reader.side(manifestTexts(side)) : void 0);
  const change = clusterChange(snapshot.objects, old, now);
  if (!isRelevant(change)) return nothingChanged(comparison, now?.diagnostics ?? old?.diagnostics ?? []);
  const base = old === void 0 ? snapshot.objects : overlay(snapshot.objects, old.objects);
  return report(comparison, { change, snapshot, base, old, now, repository: /* @__PURE__ */ new Map() }, ports6);
}
function clusterChange(live, before, after) {
  const old = before === void 0 ? live : overlay(live, before.objects);
  const now = after === void 0 ? live : overlay(live, after.objects);
  return { objects: compareObjects(old, now), broken: after?.broken ?? [], diagnostics: [] };
}
function baseline(settings, live, old) {
  switch (settings.baseline) {
    case "merged":
      return overlay(live, old.objects);
    case "cluster":
      return live;
    case "repository": {
      const inventory = [...live].filter(([, { kind }]) => !/NetworkPolicy$|^Tier$/.test(kind));
      return overlay(new Map(inventory), old.objects);
    }
  }
}
function report(comparison, loaded, ports6) {
  const { change, now, repository, snapshot } = loaded;
  return documentOf(
    findingsOf({
      ...comparison,
      change,
      snapshot,
      repository,
      sides: sidesOf(loaded),
      diagnostics: [...comparison.diagnostics, ...now?.diagnostics ?? [], ...change.diagnostics],
      now: ports6.now()
    })
  );
}
function sidesOf({ base, change, now, old, snapshot }) {
  const broken3 = snapshot?.broken ?? [];
  return {
    recorded: [...(snapshot?.objects ?? base).values()],
    before: [...base.values()],
    after: [...applyChange(base, change.objects).values()],
    brokenRecorded: broken3,
    brokenBefore: [...broken3, ...old?.broken ?? []],
    brokenAfter: [...broken3, ...now?.broken ?? []],
    diffs: change.objects
  };
}
function manifestTexts(side) {
  const expectations2 = new Set(side.expectations.map(({ path: path6 }) => path6));
  return side.policies.filter(({ path: path6 }) => !expectations2.has(path6));
}
var expectationTexts = (side) => side.is === "files" ? side.expectations : [];

// src/action/context.ts
function readContext(env, readFile) {
  const value2 = (name3, fallback = "") => env[name3] ?? fallback;
  const [owner = "", repo = ""] = value2("GITHUB_REPOSITORY").split("/");
  const serverUrl = value2("GITHUB_SERVER_URL", "https://github.com");
  return {
    eventName: value2("GITHUB_EVENT_NAME"),
    event: readEvent(value2("GITHUB_EVENT_PATH"), readFile),
    repository: { owner, repo },
    sha: value2("GITHUB_SHA"),
    ref: value2("GITHUB_REF"),
    serverUrl,
    apiUrl: value2("GITHUB_API_URL", "https://api.github.com").replace(/\/+$/, ""),
    workspace: value2("GITHUB_WORKSPACE", "."),
    tempFolder: value2("RUNNER_TEMP", "."),
    runUrl: `${serverUrl}/${owner}/${repo}/actions/runs/${value2("GITHUB_RUN_ID")}`
  };
}
function readEvent(path6, readFile) {
  try {
    return JSON.parse(readFile(path6));
  } catch {
    return void 0;
  }
}

// src/action/inputs.ts
var PREFIX2 = "INPUT_";
function readInputs(env) {
  const given = /* @__PURE__ */ new Map();
  for (const [name3, value2 = ""] of Object.entries(env)) {
    const text = value2.trim();
    if (name3.startsWith(PREFIX2) && text !== "") given.set(name3.slice(PREFIX2.length).toLowerCase(), text);
  }
  const secrets = new Set(SECRETS.map(({ name: name3 }) => name3));
  return {
    inputs: Object.fromEntries([...given].filter(([name3]) => !secrets.has(name3))),
    token: given.get("token"),
    snapshotToken: given.get("snapshot-token")
  };
}

// src/action/client.ts
import { GitHub, defaults, getOctokitOptions } from "./github.js";
import { retry } from "./github.js";
import { throttling } from "./github.js";
var PATIENCE = { waitSeconds: 120, secondMillis: 1e3, tryMillis: 6e4 };
var RETRIES = 3;
var API_VERSION = "2022-11-28";
function createClient(options2) {
  const patience = { ...PATIENCE, ...options2.patience };
  const wait = waitingPurse(patience.waitSeconds, options2.log);
  const wire = countedFetch(options2.apiUrl, patience.tryMillis);
  const onLimit = (kind) => (seconds3, request, _octokit, tries) => (
    // A reset that is in the past by our clock would be no wait at all.
    tries < RETRIES && wait(Math.max(1, seconds3), `${kind} rate limit at ${request.method} ${request.url}`)
  );
  const unpaced = { write: UNPACED, notifications: UNPACED };
  const Octokit = GitHub.plugin(boundRetries(wait), retry, throttling);
  const octokit = new Octokit(
    getOctokitOptions(options2.token, {
      baseUrl: options2.apiUrl,
      userAgent: options2.userAgent,
      request: { ...defaults.request, fetch: wire.fetch },
      log: silentLog(options2.log),
      retry: { retries: RETRIES, retryAfterBaseValue: patience.secondMillis },
      throttle: {
        ...unpaced,
        retryAfterBaseValue: patience.secondMillis,
        onRateLimit: onLimit("primary"),
        onSecondaryRateLimit: onLimit("secondary")
      }
    })
  );
  octokit.hook.before("request", (asked) => {
    asked.headers["x-github-api-version"] = API_VERSION;
    asked.request = { ...asked.request };
  });
  const download = { userAgent: options2.userAgent, apiUrl: options2.apiUrl, onRequest: wire.count };
  return { octokit, download, sent: wire.sent, remaining: wire.remaining };
}
function waitingPurse(seconds3, log) {
  let left = seconds3;
  return (wanted, why) => {
    if (wanted > left) {
      log(`Not waiting ${String(wanted)} s (${why}): ${String(left)} s of waiting are left for this run.`);
      return false;
    }
    left -= wanted;
    log(`Waiting ${String(wanted)} s (${why}).`);
    return true;
  };
}
var NOT_RETRIED = /* @__PURE__ */ new Set([400, 401, 403, 404, 409, 410, 422, 429, 451]);
function boundRetries(wait) {
  return (octokit) => {
    octokit.hook.error("request", (error, options2) => {
      const status = statusOf(error);
      const asked = options2.request["retries"];
      const done = options2.request["retryCount"];
      const [most, tries] = [typeof asked === "number" ? asked : RETRIES, typeof done === "number" ? done : 0];
      const mayPass = status !== void 0 && !NOT_RETRIED.has(status) && tries < most;
      const goesOn = mayPass && wait((tries + 1) ** 2, `answer ${String(status)} at ${options2.url}`);
      if (!goesOn) options2.request["retries"] = 0;
      throw error;
    });
    return {};
  };
}
function statusOf(error) {
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : void 0;
}
var UNPACED = {
  key: () => ({
    schedule: (_options, job, ...args) => job(...args)
  })
};
function countedFetch(apiUrl, tryMillis) {
  const send = fetchOf(defaults.request);
  const apiHost = new URL(apiUrl).host;
  let sent = 0;
  let remaining2;
  return {
    sent: () => sent,
    remaining: () => remaining2,
    count: () => {
      sent++;
    },
    fetch: async (url, init) => {
      if (new URL(url).host !== apiHost) throw new Error(`request to ${new URL(url).host}, which is not the API`);
      sent++;
      const response = await send(url, { ...init, signal: AbortSignal.timeout(tryMillis) });
      const left = response.headers.get("x-ratelimit-remaining");
      if (left !== null) remaining2 = Number(left);
      const body = await response.arrayBuffer();
      return new Response(body.byteLength === 0 ? null : body, {
        status: response.status,
        headers: response.headers
      });
    }
  };
}
function fetchOf(request) {
  const found = typeof request === "object" && request !== null && "fetch" in request ? request.fetch : void 0;
  return typeof found === "function" ? found : fetch;
}
function silentLog(log) {
  const quiet = () => void 0;
  return { debug: quiet, info: quiet, warn: log, error: quiet };
}

// src/action/download.ts
import { createHash } from "node:crypto";
import { HttpClient } from "./github.js";
var DownloadError = class extends Error {
};
var DownloadTooLarge = class extends Error {
};
var SILENCE_MILLIS = 6e4;
async function* downloadStream(link2, limits) {
  const response = await open(link2, limits);
  const announced = Number(response.headers["content-length"] ?? Number.NaN);
  let length = 0;
  try {
    for await (const chunk of response) {
      const bytes = Buffer.from(chunk);
      length += bytes.byteLength;
      if (length > limits.limitBytes) throw new DownloadTooLarge(`more than ${String(limits.limitBytes)} bytes`);
      yield bytes;
    }
  } catch (error) {
    if (error instanceof DownloadTooLarge) throw error;
    throw new DownloadError(`the connection broke after ${String(length)} bytes`, { cause: error });
  } finally {
    response.destroy();
  }
  if (length < announced) throw new DownloadError(`${String(length)} of ${String(announced)} bytes arrived`);
}
async function downloadFile(link2, limits) {
  const hash = createHash("sha256");
  const chunks = [];
  for await (const chunk of downloadStream(link2, limits)) {
    hash.update(chunk);
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), sha256: hash.digest("hex") };
}
async function open(link2, limits) {
  const url = new URL(link2);
  if (url.protocol !== "https:" && url.protocol !== new URL(limits.apiUrl).protocol) {
    throw new DownloadError("the link is not https");
  }
  const http = new HttpClient(limits.userAgent, [], { maxRedirects: 3, socketTimeout: SILENCE_MILLIS });
  limits.onRequest();
  try {
    const { message } = await http.get(link2);
    if (message.statusCode === 200) return message;
    message.destroy();
    throw new DownloadError(`the storage answered ${String(message.statusCode)}`);
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new DownloadError("the storage did not answer", { cause: error });
  }
}

// src/action/unzip.ts
var import_yauzl = __toESM(require_yauzl(), 1);
import { buffer } from "node:stream/consumers";
var UNZIP_LIMITS = { entries: 2e3, totalBytes: 512 * 1024 * 1024, ratio: 400 };
var UnzipRefusal = class extends Error {
};
var OPTIONS = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true };
async function unzip(archive, limits = UNZIP_LIMITS) {
  const files = /* @__PURE__ */ new Map();
  let totalBytes = 0;
  try {
    const zip = await (0, import_yauzl.fromBufferPromise)(Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength), OPTIONS);
    if (zip.entryCount > limits.entries) throw new UnzipRefusal(`it holds more than ${String(limits.entries)} files`);
    for await (const entry of zip.eachEntry()) {
      const name3 = entry.fileName;
      if (name3.endsWith("/")) continue;
      if (files.has(name3)) throw new UnzipRefusal(`it holds two files called ${name3}`);
      totalBytes += entry.uncompressedSize;
      refuseEntry(entry, totalBytes, limits);
      files.set(name3, { name: name3, bytes: await buffer(await zip.openReadStreamPromise(entry)) });
    }
    return [...files.values()];
  } catch (error) {
    throw error instanceof UnzipRefusal ? error : new UnzipRefusal(`it is damaged (${messageOf(error)})`);
  }
}
var ZIP_STARTS = ["504b0304", "504b0506"];
var isZip = (bytes) => ZIP_STARTS.includes(Buffer.from(bytes.subarray(0, 4)).toString("hex"));
var MEGABYTE = 1024 * 1024;
var TYPE_MASK = 61440;
var SYMBOLIC_LINK = 40960;
function refuseEntry(entry, totalBytes, limits) {
  const name3 = entry.fileName;
  if (totalBytes > limits.totalBytes) {
    throw new UnzipRefusal(`it unpacks to more than ${String(limits.totalBytes)} bytes`);
  }
  if (entry.uncompressedSize > MEGABYTE && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
    throw new UnzipRefusal(`it holds ${name3}, which unpacks to more than ${String(limits.ratio)} times its size`);
  }
  if ((entry.externalFileAttributes >>> 16 & TYPE_MASK) === SYMBOLIC_LINK) {
    throw new UnzipRefusal(`it holds ${name3}, which is a symbolic link`);
  }
  if (!entry.canDecodeFileData()) throw new UnzipRefusal(`it holds ${name3}, which is encrypted or packed in a rare way`);
}
var messageOf = (error) => error instanceof Error ? error.message : String(error);

// src/action/artifacts.ts
var LARGEST_ARTIFACT_BYTES = 256 * 1024 * 1024;
var PAGES = 10;
var RUNS2 = 20;
var DOWNLOADS = 3;
var TRUSTED_EVENTS = /* @__PURE__ */ new Set(["schedule", "workflow_dispatch", "push"]);
async function findSnapshot(client, wanted, log) {
  const where = placeOf2(wanted);
  log(`Looking for artifact ${wanted.artifact} of ${where}.`);
  const refused2 = [];
  let runsAsked = 0;
  for await (const artifact of newestFirst(client, wanted)) {
    let refusal = refusalOfArtifact(artifact, wanted);
    if (refusal === void 0 && artifact.run !== void 0 && runsAsked < RUNS2) {
      runsAsked++;
      const run2 = await readRun(client, wanted.repository, artifact.run.id);
      refusal = refusalOfRun(run2, wanted);
      const files = refusal ?? await retrieve(client, wanted, artifact, log);
      if (Array.isArray(files)) {
        log(`Taking artifact ${String(artifact.id)} of run ${String(run2.id)} (${run2.event}, ${run2.createdAt}).`);
        return { files, run: run2 };
      }
      refusal = files;
    }
    refusal ??= { is: "untrusted", why: `it is one of more than ${String(RUNS2)}, and was not looked at` };
    log(`Refusing artifact ${String(artifact.id)} of ${artifact.createdAt}: ${refusal.why}.`);
    refused2.push({ artifact, refusal });
  }
  throw reasonToStop(wanted, where, refused2);
}
function reasonToStop(wanted, where, refused2) {
  const old = refused2.find(({ refusal }) => refusal.is === "too-old");
  if (old !== void 0) {
    const age2 = Math.round((wanted.nowMillis - Date.parse(old.artifact.createdAt)) / 1e3);
    return stop("snapshot-too-old", [wanted.artifact, String(age2), String(wanted.maxAgeSeconds)]);
  }
  const untrusted = refused2.find(({ refusal }) => refusal.is === "untrusted");
  if (untrusted !== void 0) return stop("snapshot-untrusted", [wanted.artifact, untrusted.refusal.why]);
  return stop("snapshot-missing", [wanted.artifact, where]);
}
function placeOf2({ repository, branch, workflow }) {
  return `${repository.owner}/${repository.repo}, branch ${branch}, ${workflow === void 0 ? "any workflow" : `workflow ${workflow}`}`;
}
async function* newestFirst(client, wanted) {
  for (let page = 1; page <= PAGES; page++) {
    const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/actions/artifacts", {
      ...wanted.repository,
      name: wanted.artifact,
      per_page: 100,
      page
    });
    const artifacts = data.artifacts.map((one) => ({
      id: one.id,
      sizeBytes: one.size_in_bytes,
      expired: one.expired,
      createdAt: one.created_at ?? "",
      digest: one.digest ?? void 0,
      run: runOf(one.workflow_run)
    }));
    yield* artifacts.sort(byKeys((one) => -Date.parse(one.createdAt)));
    const onlyOld = artifacts.every((one) => ageSeconds(one, wanted) > wanted.maxAgeSeconds);
    if (onlyOld || page * 100 >= data.total_count) return;
  }
}
function runOf(run2) {
  if (run2?.id === void 0 || run2.repository_id === void 0 || run2.head_repository_id === void 0) return void 0;
  return {
    id: run2.id,
    repositoryId: run2.repository_id,
    headRepositoryId: run2.head_repository_id,
    branch: run2.head_branch ?? ""
  };
}
var ageSeconds = (artifact, { nowMillis }) => (nowMillis - Date.parse(artifact.createdAt)) / 1e3;
function refusalOfArtifact(artifact, wanted) {
  const { run: run2 } = artifact;
  if (run2 === void 0) return { is: "untrusted", why: "GitHub does not say which run made it" };
  if (run2.headRepositoryId !== wanted.repositoryId || run2.repositoryId !== wanted.repositoryId) {
    return { is: "untrusted", why: "the run that made it was for a fork" };
  }
  if (run2.branch !== wanted.branch) {
    return { is: "untrusted", why: `it was made on branch ${run2.branch}, not on ${wanted.branch}` };
  }
  if (artifact.expired) return { is: "gone", why: "it has expired" };
  if (!(ageSeconds(artifact, wanted) <= wanted.maxAgeSeconds)) return { is: "too-old", why: "it is too old" };
  if (artifact.sizeBytes > LARGEST_ARTIFACT_BYTES) {
    return { is: "untrusted", why: `it is larger than ${String(LARGEST_ARTIFACT_BYTES)} bytes` };
  }
  if (artifact.digest === void 0 && wanted.requireDigest) return { is: "untrusted", why: "it has no digest" };
  return void 0;
}
async function readRun(client, repository, id) {
  const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}";
  const { data } = await client.octokit.request(route, { ...repository, run_id: id, exclude_pull_requests: true });
  return {
    id: Number(data.id),
    url: data.html_url,
    createdAt: data.created_at,
    event: data.event,
    branch: data.head_branch,
    conclusion: data.conclusion,
    // GitHub adds `@ref` for workflows of other repositories.
    workflow: data.path.split("@")[0] ?? "",
    // Typed as always there, yet null once the fork has been deleted.
    headRepositoryId: data.head_repository?.id,
    repositoryId: Number(data.repository.id)
  };
}
function refusalOfRun(run2, wanted) {
  const untrusted = (why) => ({ is: "untrusted", why: `run ${String(run2.id)} ${why}` });
  if (run2.headRepositoryId !== wanted.repositoryId || run2.repositoryId !== wanted.repositoryId) {
    return untrusted("was for a fork");
  }
  if (!TRUSTED_EVENTS.has(run2.event)) return untrusted(`was started by ${run2.event}`);
  if (run2.branch !== wanted.branch) return untrusted(`was on branch ${run2.branch ?? "?"}, not on ${wanted.branch}`);
  if (wanted.workflow !== void 0 && !isWorkflow(run2.workflow, wanted.workflow)) {
    return untrusted(`was of workflow ${run2.workflow}, not of ${wanted.workflow}`);
  }
  if (run2.conclusion !== "success") return untrusted(`ended with ${run2.conclusion ?? "no conclusion yet"}`);
  return void 0;
}
function isWorkflow(path6, wanted) {
  const asked = wanted.replace(/^(?:\.\/)+/, "");
  return path6 === (asked.includes("/") ? asked : `.github/workflows/${asked}`);
}
async function retrieve(client, wanted, artifact, log) {
  const limits = { ...client.download, limitBytes: LARGEST_ARTIFACT_BYTES };
  for (let tries = 1; ; tries++) {
    try {
      const link2 = await artifactLink(client, wanted.repository, artifact.id);
      if (link2 === void 0) return { is: "gone", why: "GitHub does not have it any more" };
      const { bytes, sha256 } = await downloadFile(link2, limits);
      if (artifact.digest !== void 0 && artifact.digest !== `sha256:${sha256}`) {
        return {
          is: "untrusted",
          why: `its bytes have digest sha256:${sha256}, but GitHub recorded ${artifact.digest}`
        };
      }
      return isZip(bytes) ? await unzip(bytes) : [{ name: wanted.artifact, bytes }];
    } catch (error) {
      if (error instanceof UnzipRefusal || error instanceof DownloadTooLarge) {
        return { is: "untrusted", why: error.message };
      }
      if (!(error instanceof DownloadError)) throw error;
      log(`Download ${String(tries)} of artifact ${String(artifact.id)} failed: ${error.message}.`);
      if (tries === DOWNLOADS) throw stop("github-api", ["download the snapshot", error.message]);
    }
  }
}
async function artifactLink(client, repository, id) {
  try {
    const route = "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}";
    const { headers } = await client.octokit.request(route, {
      ...repository,
      artifact_id: id,
      archive_format: "zip",
      request: { redirect: "manual" }
    });
    return headers.location;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 410) return void 0;
    throw error;
  }
}
async function describeRepository(client, repository) {
  const { data } = await client.octokit.request("GET /repos/{owner}/{repo}", { ...repository });
  return { id: Number(data.id), defaultBranch: data.default_branch };
}

// src/action/git-object.ts
import { createHash as createHash2 } from "node:crypto";
var gitId = (bytes) => createHash2("sha1").update(`blob ${String(bytes.byteLength)}\0`).update(bytes).digest("hex");

// src/action/tarball.ts
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
var TARBALL_BYTES = 512 * 1024 * 1024;
var UNPACKED_BYTES = 8 * 1024 * 1024 * 1024;
async function blobsOfTarball(client, repository, commit, wanted, log) {
  const found = /* @__PURE__ */ new Map();
  try {
    const link2 = await tarballLink(client, repository, commit);
    const limits = { ...client.download, limitBytes: TARBALL_BYTES };
    await pipeline(
      downloadStream(link2, limits),
      createGunzip(),
      (chunks) => collect(chunks, wanted, found)
    );
    log(`The archive of the commit held ${String(found.size)} of ${String(wanted.length)} files.`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log(`The archive of the commit could not be read to its end (${why}): asking for the rest file by file.`);
  }
  return found;
}
async function tarballLink(client, repository, commit) {
  const { headers } = await client.octokit.request("GET /repos/{owner}/{repo}/tarball/{ref}", {
    ...repository,
    ref: commit,
    request: { redirect: "manual" }
  });
  if (headers.location === void 0) throw new Error("GitHub named no place to fetch it from");
  return headers.location;
}
var BLOCK = 512;
var REGULAR_FILE = /* @__PURE__ */ new Set([0, "0".charCodeAt(0)]);
async function collect(chunks, wanted, found) {
  const sizes = new Set(wanted.map((blob) => blob.sizeBytes));
  const missing = new Set(wanted.map((blob) => blob.oid));
  const take = byteTaker(chunks);
  while (missing.size > 0) {
    const header2 = await take(BLOCK, true);
    if (header2 === void 0 || header2[0] === 0) return;
    const size = sizeOf(header2);
    const keep = sizes.has(size) && REGULAR_FILE.has(header2[156] ?? 0);
    const content = await take(size, keep);
    await take((BLOCK - size % BLOCK) % BLOCK, false);
    const oid = content === void 0 ? "" : gitId(content);
    if (content !== void 0 && missing.delete(oid)) found.set(oid, content);
  }
}
function sizeOf(header2) {
  const field2 = header2.subarray(124, 136);
  if (((field2[0] ?? 0) & 128) !== 0) return field2.readUIntBE(6, 6);
  const size = Number.parseInt(field2.toString("latin1"), 8);
  if (!Number.isInteger(size)) throw new Error("not a tar archive");
  return size;
}
function byteTaker(chunks) {
  const source2 = chunks[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  let total = 0;
  return async (count3, keep) => {
    total += count3;
    if (total > UNPACKED_BYTES) throw new Error(`it unpacks to more than ${String(UNPACKED_BYTES)} bytes`);
    const parts = [];
    let left = count3;
    while (left > 0) {
      if (rest.length === 0) {
        const next = await source2.next();
        if (next.done === true) return void 0;
        rest = next.value;
      }
      const part4 = rest.subarray(0, left);
      rest = rest.subarray(part4.length);
      left -= part4.length;
      if (keep) parts.push(part4);
    }
    return keep ? Buffer.concat(parts) : void 0;
  };
}

// src/action/blobs.ts
var QUERY_BLOBS = 250;
var QUERY_BYTES = 4 * 1024 * 1024;
var TEXT_BYTES = 384 * 1024;
var TARBALL_BLOBS = 2500;
function blobReader(client, repository, commit, log) {
  const known4 = /* @__PURE__ */ new Map();
  const missing = (blobs) => [...new Map([...blobs].map((blob) => [blob.oid, blob])).values()].filter(({ oid }) => !known4.has(oid));
  const viaGraphql = async (batch, accepts2) => {
    const texts4 = batch.length === 0 ? /* @__PURE__ */ new Map() : await textsOf(client, repository, batch, accepts2);
    if (texts4 === void 0 && batch.length > 1) {
      log(`GitHub would not answer for ${String(batch.length)} files at once; asking in two halves.`);
      const half = Math.ceil(batch.length / 2);
      await viaGraphql(batch.slice(0, half), accepts2);
      await viaGraphql(batch.slice(half), accepts2);
      return;
    }
    for (const { oid } of batch) known4.set(oid, texts4?.get(oid) ?? await bytesOf(client, repository, oid));
  };
  return {
    read: async (blobs) => {
      const wanted = missing(blobs);
      if (wanted.length > TARBALL_BLOBS) {
        const found = await blobsOfTarball(client, repository, commit, wanted, log);
        for (const [oid, bytes] of found) known4.set(oid, bytes);
      }
      const small = missing(wanted).filter((blob) => blob.sizeBytes <= TEXT_BYTES);
      for (const batch of batchesOf(small)) await viaGraphql(batch, isWhole2);
      for (const { oid } of missing(wanted)) known4.set(oid, await bytesOf(client, repository, oid));
      return known4;
    },
    peek: async (blobs) => {
      for (const batch of batchesOf(missing(blobs))) await viaGraphql(batch, () => true);
      return known4;
    }
  };
}
var isWhole2 = (oid, text) => gitId(text) === oid;
function* batchesOf(blobs) {
  let batch = [];
  let bytes = 0;
  for (const blob of blobs) {
    const textBytes = Math.min(blob.sizeBytes, TEXT_BYTES);
    if (batch.length === QUERY_BLOBS || bytes + textBytes > QUERY_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(blob);
    bytes += textBytes;
  }
  yield batch;
}
async function textsOf(client, repository, batch, accepts2) {
  const aliases = batch.map(({ oid }, i) => `b${String(i)}: object(oid: "${hex(oid)}") { ... on Blob { text } }`);
  const query = `query Files($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    ${aliases.join("\n    ")}
  }
}`;
  try {
    const variables = { owner: repository.owner, name: repository.repo, request: { retries: 1 } };
    const data = await client.octokit.graphql(query, variables);
    const texts4 = /* @__PURE__ */ new Map();
    for (const [i, { oid }] of batch.entries()) {
      const text = data.repository?.[`b${String(i)}`]?.text;
      const bytes = typeof text === "string" ? Buffer.from(text) : void 0;
      if (bytes !== void 0 && accepts2(oid, bytes)) texts4.set(oid, bytes);
    }
    return texts4;
  } catch (error) {
    if (isTooMuch(error)) return void 0;
    throw error;
  }
}
function isTooMuch(error) {
  const status = statusOf(error);
  return status === 502 || status === 504 || error instanceof Error && /resource limits|timeout/i.test(error.message);
}
async function bytesOf(client, repository, oid) {
  const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
  const { data } = await client.octokit.request(route, { ...repository, file_sha: oid });
  const bytes = Buffer.from(data.content, "base64");
  if (gitId(bytes) !== oid) throw new DownloadError(`the content of blob ${oid} arrived damaged`);
  return bytes;
}
function hex(oid) {
  if (!/^[0-9a-f]{40}$/.test(oid)) throw new Error(`not a git object id: ${oid}`);
  return oid;
}

// src/action/failure.ts
function failureOf(error, errand, needsOfTheRun) {
  if (error instanceof InputError) return error;
  const status = statusOf(error);
  if (status === void 0 && !isFromGitHub(error)) throw error;
  if (status === 403 && !isRateLimit(error)) {
    const accepted = acceptedPermissions(header(error, "x-accepted-github-permissions"));
    const missing = Object.keys(accepted).length > 0 ? accepted : errand.needs;
    const block = permissionsBlock({ ...needsOfTheRun, ...errand.needs, ...missing });
    return stop("github-permission", [errand.what, listOf3(missing), block]);
  }
  return stop("github-api", [errand.what, causeOf2(error, status)]);
}
var isFromGitHub = (error) => error instanceof DownloadError || error instanceof Error && error.name === "GraphqlResponseError";
var isForbidden = (error) => statusOf(error) === 403 && !isRateLimit(error);
function isRateLimit(error) {
  return header(error, "x-ratelimit-remaining") === "0" || header(error, "retry-after") !== void 0 || error instanceof Error && /\bsecondary rate limit\b/i.test(error.message);
}
function acceptedPermissions(value2) {
  const [first2 = ""] = (value2 ?? "").split(";");
  const pairs2 = [...first2.matchAll(/([a-z_]+)=(read|write)/g)];
  return Object.fromEntries(
    pairs2.map(([, name3 = "", level]) => [name3.replaceAll("_", "-"), level === "write" ? "write" : "read"])
  );
}
function permissionsBlock(permissions) {
  const lines2 = Object.entries(permissions).sort(([a], [b]) => byText(a, b));
  return ["permissions:", ...lines2.map(([name3, level]) => `  ${name3}: ${level}`)].join("\n");
}
var listOf3 = (permissions) => Object.entries(permissions).map(([name3, level]) => `${name3}: ${level}`).join(", ");
function causeOf2(error, status) {
  const words = error instanceof Error ? error.message : String(error);
  if (status === void 0) return words;
  if (isRateLimit(error)) return `the rate limit is used up (${String(status)}: ${words})`;
  return header(error, "date") === void 0 ? `no answer: ${words}` : `it answered ${String(status)}: ${words}`;
}
function header(error, name3) {
  const value2 = valueAt(error, ["response", "headers", name3]);
  return typeof value2 === "string" ? value2 : void 0;
}

// src/action/comment.ts
var markerOf = (key) => `<!-- netpol-preflight key=${key} -->
`;
async function putComment(client, request, log) {
  try {
    return await put(client, request, log);
  } catch (error) {
    const forbidden = isForbidden(error) || isForbiddenQuery(error);
    const status = statusOf(error);
    if (!forbidden && status === void 0 && !isQueryError(error)) throw error;
    return { is: "skipped", why: error instanceof Error ? error.message : String(error), forbidden };
  }
}
async function put(client, request, log) {
  const body = markerOf(request.key) + request.body;
  const found = await listOurs(client, request);
  if (found.headSha !== request.headSha) {
    return { is: "skipped", why: "the pull request has newer commits", forbidden: false };
  }
  const [oldest, ...others] = found.ours;
  await minimise(client, others, log);
  if (oldest !== void 0) {
    const edited = await edit(client, request, oldest, body);
    if (edited !== void 0) return edited;
    log("The comment was deleted in the meantime.");
  }
  if (!request.create) return { is: "none" };
  return create(client, request, body, log);
}
async function create(client, request, body, log) {
  const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const { data } = await client.octokit.request(route, { ...request.repository, issue_number: request.number, body });
  const made = { is: "created", url: data.html_url };
  const { ours: ours2 } = await listOurs(client, request);
  const [oldest, ...others] = ours2;
  if (oldest === void 0 || others.length === 0) return made;
  log("Another run was commenting at the same time.");
  await minimise(client, others, log);
  return await edit(client, request, oldest, body) ?? made;
}
async function edit(client, request, ours2, body) {
  if (request.comparable(ours2.body) === request.comparable(body)) return { is: "unchanged", url: ours2.url };
  try {
    const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
    await client.octokit.request(route, { ...request.repository, comment_id: ours2.id, body });
    return { is: "updated", url: ours2.url };
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 410) return void 0;
    throw error;
  }
}
var LIST2 = `query Comments($owner: String!, $name: String!, $number: Int!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid
      comments(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id fullDatabaseId url body isMinimized author { __typename login } }
      }
    }
  }
}`;
async function listOurs(client, request) {
  const { owner, repo } = request.repository;
  const marker = markerOf(request.key).trimEnd();
  const ours2 = [];
  let headSha;
  let after = null;
  do {
    const variables = { owner, name: repo, number: request.number, after };
    const answer = await client.octokit.graphql(LIST2, variables);
    const found = answer.repository?.pullRequest;
    headSha ??= found?.headRefOid;
    for (const node of found?.comments.nodes ?? []) {
      if (node === null || loginOf(node.author) !== answer.viewer.login) continue;
      if (node.body.split("\n", 1)[0]?.trimEnd() !== marker) continue;
      const { id: nodeId, url, body, isMinimized: minimised } = node;
      ours2.push({ id: Number(node.fullDatabaseId), nodeId, url, body, minimised });
    }
    after = found?.comments.pageInfo.hasNextPage === true ? found.comments.pageInfo.endCursor : null;
  } while (after !== null);
  return { headSha, ours: [...ours2.filter((one) => !one.minimised), ...ours2.filter((one) => one.minimised)] };
}
var loginOf = (author) => author?.__typename === "Bot" ? `${author.login.replace(/\[bot\]$/, "")}[bot]` : author?.login;
var MINIMISE = `mutation Minimise($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
}`;
async function minimise(client, comments, log) {
  for (const { nodeId, url } of comments.filter((one) => !one.minimised)) {
    try {
      await client.octokit.graphql(MINIMISE, { id: nodeId });
      log(`Hid ${url}, a second comment of this check.`);
    } catch (error) {
      log(`Could not hide ${url}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
var isQueryError = (error) => error instanceof Error && "errors" in error && Array.isArray(error.errors);
var isForbiddenQuery = (error) => isQueryError(error) && error.errors.some((one) => one.type === "FORBIDDEN");

// src/action/commits.ts
var short = (sha) => sha.slice(0, 7);
async function findCommit(client, repository, sha) {
  try {
    const route = "GET /repos/{owner}/{repo}/git/commits/{commit_sha}";
    const { data } = await client.octokit.request(route, { ...repository, commit_sha: sha });
    return data.parents.map((parent) => parent.sha);
  } catch (error) {
    throwUnlessMissing(error);
    return void 0;
  }
}
async function compareMerge(client, repository, { number, headSha, baseRef, mergeSha }, log) {
  const sha = mergeSha ?? await mergeRef(client, repository, number);
  if (sha === void 0) {
    log(`#${String(number)} has no test-merge commit: it conflicts with ${baseRef}, or GitHub has not made it yet.`);
    return void 0;
  }
  const parents = await findCommit(client, repository, sha);
  const [base, head, ...more2] = parents ?? [];
  if (base === void 0 || head !== headSha || more2.length > 0) {
    log(`Commit ${short(sha)} is not the merge of ${short(headSha)} into ${baseRef}.`);
    return void 0;
  }
  log(
    `Comparing the test merge ${short(sha)} (${short(headSha)} into ${baseRef}) with its first parent ${short(base)}.`
  );
  return {
    before: { sha: base, label: `${baseRef} at ${short(base)}` },
    after: { sha, label: `#${String(number)} at ${short(headSha)}, merged into ${baseRef}` }
  };
}
async function mergeRef(client, repository, number) {
  try {
    const route = "GET /repos/{owner}/{repo}/git/ref/{ref}";
    const { data } = await client.octokit.request(route, { ...repository, ref: `pull/${String(number)}/merge` });
    return data.object.sha;
  } catch (error) {
    throwUnlessMissing(error);
    return void 0;
  }
}
async function compareFromMergeBase(client, repository, baseRef, { sha, of: of2 }, log) {
  try {
    const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
    const page = { per_page: 1, page: 2 };
    const { data } = await client.octokit.request(route, { ...repository, basehead: `${baseRef}...${sha}`, ...page });
    const base = data.merge_base_commit.sha;
    log(`Comparing ${of2} at ${short(sha)} with ${short(base)}, where it left ${baseRef} (three-dot).`);
    return {
      before: { sha: base, label: `${baseRef} at ${short(base)}, where ${of2} left it` },
      after: { sha, label: `${of2} at ${short(sha)}` }
    };
  } catch (error) {
    throwUnlessMissing(error);
    return void 0;
  }
}
async function openPullRequests(client, repository, head) {
  const route = "GET /repos/{owner}/{repo}/pulls";
  const { data } = await client.octokit.request(route, { ...repository, state: "open", head, per_page: 100 });
  return data.map((one) => ({
    number: one.number,
    headSha: one.head.sha,
    // Typed as always there, yet null once the fork has been deleted.
    headRepositoryId: one.head.repo?.id,
    baseRef: one.base.ref
  }));
}
function throwUnlessMissing(error) {
  const status = statusOf(error);
  if (status !== 404 && status !== 422) throw error;
}

// src/action/event.ts
async function comparisonOf(client, context, log) {
  const asking = { client, context, log };
  switch (context.eventName) {
    case "pull_request":
    case "pull_request_review":
      return ofPullRequest(asking, pullRequestOf(context, true), context.sha);
    case "pull_request_target":
      return ofPullRequest(asking, pullRequestOf(context, false), void 0);
    case "workflow_run":
      return ofWorkflowRun(asking);
    case "merge_group":
      return ofMergeGroup(asking);
    case "push":
      return ofPush(asking);
    case "schedule":
    case "workflow_dispatch":
    case "repository_dispatch":
      return withCluster(asking);
    default:
      throw stop("side-unreadable", [
        `event ${context.eventName}`,
        "it names no two commits; use pull_request, merge_group, push, schedule or workflow_dispatch, or give `before` and `after` as folders"
      ]);
  }
}
function pullRequestOf(context, mayBeReadOnly) {
  const number = valueAt(context.event, ["pull_request", "number"]);
  const headSha = textAt(context.event, "pull_request", "head", "sha");
  const baseRef = textAt(context.event, "pull_request", "base", "ref");
  if (typeof number !== "number" || headSha === void 0 || baseRef === void 0) {
    throw stop("side-unreadable", ["the event", "it holds no pull request"]);
  }
  const head = valueAt(context.event, ["pull_request", "head", "repo", "id"]);
  const fork = head !== valueAt(context.event, ["pull_request", "base", "repo", "id"]);
  return { number, headSha, baseRef, fork, readOnly: fork && mayBeReadOnly };
}
async function ofPullRequest({ client, context, log }, found, mergeSha) {
  const { baseRef, ...pullRequest } = found;
  const name3 = `#${String(found.number)}`;
  const pair2 = await compareMerge(client, context.repository, { ...found, mergeSha }, log) ?? await compareFromMergeBase(client, context.repository, baseRef, { sha: found.headSha, of: name3 }, log);
  if (pair2 === void 0) {
    const why = `it has neither a test-merge commit nor a common ancestor with ${baseRef}`;
    throw stop("side-unreadable", [`pull request ${name3}`, why]);
  }
  return { is: "compare", ...pair2, pullRequest };
}
async function ofWorkflowRun(asking) {
  const { client, context, log } = asking;
  const run2 = valueAt(context.event, ["workflow_run"]);
  const event = textAt(run2, "event") ?? "";
  if (event !== "pull_request" && event !== "pull_request_target") {
    log(`The run before was started by ${event}, not by a pull request.`);
    return withCluster(asking);
  }
  const headSha = textAt(run2, "head_sha");
  const headRef = textAt(run2, "head_branch");
  const headRepositoryId = valueAt(run2, ["head_repository", "id"]);
  const headOwner = textAt(run2, "head_repository", "owner", "login");
  if (headSha === void 0 || headRef === void 0 || headOwner === void 0) {
    return { is: "nothing", why: "the repository or branch that the first run was for is gone" };
  }
  const open3 = await openPullRequests(client, context.repository, `${headOwner}:${headRef}`);
  const matching = open3.filter((one) => one.headSha === headSha && one.headRepositoryId === headRepositoryId);
  const [only2] = matching;
  const head = `${short(headSha)} of ${headOwner}:${headRef}`;
  if (only2 === void 0) return { is: "nothing", why: `no open pull request has ${head} as its head any more` };
  if (matching.length > 1) {
    const numbers2 = matching.map((one) => `#${String(one.number)}`).join(", ");
    throw stop("side-unreadable", [`the pull request of the first run`, `${numbers2} all have ${head} as their head`]);
  }
  log(`The first run was for pull request #${String(only2.number)}: its head is ${head}.`);
  const fork = headRepositoryId !== valueAt(context.event, ["repository", "id"]);
  const { number, baseRef } = only2;
  return ofPullRequest(asking, { number, headSha, baseRef, fork, readOnly: false }, void 0);
}
function ofMergeGroup({ context, log }) {
  const base = textAt(context.event, "merge_group", "base_sha");
  const head = textAt(context.event, "merge_group", "head_sha");
  const baseRef = branchOf(textAt(context.event, "merge_group", "base_ref") ?? "");
  if (base === void 0 || head === void 0) throw stop("side-unreadable", ["the event", "it holds no merge group"]);
  log(`Comparing the merge group ${short(head)} with what it is built on, ${short(base)}.`);
  return {
    is: "compare",
    before: { sha: base, label: `${baseRef} at ${short(base)}` },
    after: { sha: head, label: `merge group ${short(head)}` },
    pullRequest: void 0
  };
}
var NO_COMMIT = /^0+$/;
async function ofPush({ client, context, log }) {
  const branch = branchOf(context.ref);
  const before = textAt(context.event, "before") ?? "";
  const after = textAt(context.event, "after") ?? context.sha;
  if (NO_COMMIT.test(after)) return { is: "nothing", why: `${branch} was deleted` };
  const pushed = { sha: after, label: `${branch} at ${short(after)}` };
  const forced = valueAt(context.event, ["forced"]) === true;
  if (before !== "" && !NO_COMMIT.test(before) && (!forced || await findCommit(client, context.repository, before))) {
    log(`Comparing ${branch} at ${short(after)} with where it stood before this push, ${short(before)}.`);
    return {
      is: "compare",
      before: { sha: before, label: `${branch} at ${short(before)}` },
      after: pushed,
      pullRequest: void 0
    };
  }
  log(forced ? `What ${branch} pointed to before was overwritten and is gone.` : `${branch} is new.`);
  const baseRef = textAt(context.event, "repository", "default_branch") ?? "";
  const side = { sha: after, of: branch };
  const pair2 = baseRef === "" || baseRef === branch ? void 0 : await compareFromMergeBase(client, context.repository, baseRef, side, log);
  if (pair2 !== void 0) return { is: "compare", ...pair2, pullRequest: void 0 };
  log("There is no earlier commit to compare with: every file counts as added.");
  return { is: "compare", before: "empty", after: pushed, pullRequest: void 0 };
}
function withCluster({ context, log }) {
  const branch = branchOf(context.ref);
  log(`Comparing the cluster, as the snapshot shows it, with ${branch} at ${short(context.sha)} applied to it.`);
  return {
    is: "compare",
    before: "cluster",
    after: { sha: context.sha, label: `${branch} at ${short(context.sha)}` },
    pullRequest: void 0
  };
}
var branchOf = (ref) => ref.replace(/^refs\/(?:heads|tags)\//, "");
function textAt(value2, ...path6) {
  const found = valueAt(value2, path6);
  return typeof found === "string" && found !== "" ? found : void 0;
}

// src/files/side-files.ts
var SIDE_LIMITS = {
  fileBytes: 10 * 1024 * 1024,
  files: 5e4,
  totalBytes: 256 * 1024 * 1024
};
var PEEK_BYTES = 64 * 1024;
var SKIPPED_FOLDERS = /* @__PURE__ */ new Set([".git", "node_modules"]);
function refuseTooMuch(side, sizes, limits) {
  const bytes = sizes.filter((size) => size <= limits.fileBytes).reduce((sum, size) => sum + size, 0);
  if (sizes.length <= limits.files && bytes <= limits.totalBytes) return;
  const found = `${String(sizes.length)} files of ${String(bytes)} bytes match`;
  const limit3 = `the limit is ${String(limits.files)} files and ${String(limits.totalBytes)} bytes`;
  throw stop("side-unreadable", [side, `${found}; ${limit3}: narrow the globs`]);
}
function sideOf(files, limits) {
  const sources = [];
  const diagnostics2 = [];
  for (const { path: path6, sizeBytes, bytes } of [...files].sort(byKeys((file) => file.path))) {
    const at2 = { path: path6, line: 1, column: 1 };
    const text = sizeBytes > limits.fileBytes ? void 0 : decodeUtf8(bytes);
    if (text !== void 0) sources.push({ path: path6, text });
    else if (!mayHoldObject2(bytes)) continue;
    else if (sizeBytes <= limits.fileBytes) diagnostics2.push({ code: "file-not-utf8", at: at2, args: [] });
    else diagnostics2.push({ code: "file-too-large", at: at2, args: [String(sizeBytes), String(limits.fileBytes)] });
  }
  return { sources, diagnostics: diagnostics2 };
}
function decodeUtf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return void 0;
  }
}
function mayHoldObject2(bytes) {
  const text = new TextDecoder("latin1").decode(bytes).replaceAll("\0", "");
  return text.includes("apiVersion") && text.includes("kind");
}

// src/action/sources.ts
async function readSides(before, after, blobs, limits = SIDE_LIMITS) {
  for (const [name3, tree] of [
    ["the files before the change", before],
    ["the files after the change", after]
  ]) {
    refuseTooMuch(name3, sizesOf(tree), limits);
  }
  const isShared = ({ path: path6 }) => before.get(path6)?.oid === after.get(path6)?.oid;
  const shared2 = [...after.values()].filter(isShared);
  const removed = [...before.values()].filter((file) => !isShared(file));
  const added2 = [...after.values()].filter((file) => !isShared(file));
  const all = [...shared2, ...removed, ...added2];
  const isLarge = ({ sizeBytes }) => sizeBytes > limits.fileBytes;
  const starts = await blobs.peek(all.filter(isLarge));
  const wholes = await blobs.read(all.filter((file) => !isLarge(file)));
  const textsOf2 = (files) => sideOf(
    files.map(({ oid, path: path6, sizeBytes }) => ({ path: path6, sizeBytes, bytes: wholes.get(oid) ?? starts.get(oid) ?? NONE6 })),
    limits
  );
  const [both2, old, now] = [textsOf2(shared2), textsOf2(removed), textsOf2(added2)];
  return {
    before: inOrder3([...both2.sources, ...old.sources]),
    after: inOrder3([...both2.sources, ...now.sources]),
    diagnostics: [...both2.diagnostics, ...old.diagnostics, ...now.diagnostics]
  };
}
var NONE6 = new Uint8Array();
var sizesOf = (tree) => [...tree.values()].map((file) => file.sizeBytes);
var inOrder3 = (sources) => [...sources].sort(byKeys(({ path: path6 }) => path6));
async function readSource(tree, path6, blobs) {
  const file = tree.get(path6.replace(/^(?:\.\/)+/, ""));
  if (file === void 0 || file.sizeBytes > SIDE_LIMITS.fileBytes) return void 0;
  const bytes = (await blobs.read([file])).get(file.oid);
  const text = bytes === void 0 ? void 0 : decodeUtf8(bytes);
  return text === void 0 ? void 0 : { path: file.path, text };
}

// src/action/trees.ts
var MOST_TREES = 300;
function treeReader(client, repository, log) {
  const treeBySha = /* @__PURE__ */ new Map();
  let asked = 0;
  const fetchTree = async (sha, recursive) => {
    const key = `${sha} ${recursive ? "recursive" : "flat"}`;
    const known4 = treeBySha.get(key);
    if (known4 !== void 0) return known4;
    if (++asked > MOST_TREES) {
      throw stop("side-unreadable", [
        "the file tree",
        `it takes more than ${String(MOST_TREES)} requests: narrow \`policies\``
      ]);
    }
    const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
      ...repository,
      tree_sha: sha,
      ...recursive && { recursive: "1" }
    });
    const tree = { entries: data.tree, truncated: data.truncated };
    treeBySha.set(key, tree);
    return tree;
  };
  const walk = async (sha, folder, mayMatchIn, found) => {
    const within2 = (entry) => ({ ...entry, path: folder + entry.path });
    const whole = await fetchTree(sha, true);
    if (!whole.truncated) {
      for (const entry of whole.entries) found(within2(entry));
      return;
    }
    const flat = await fetchTree(sha, false);
    if (flat.truncated)
      throw stop("side-unreadable", [`folder ${folder || "/"}`, "it holds too many files for GitHub to list"]);
    for (const entry of flat.entries.map(within2)) {
      if (entry.mode !== FOLDER) found(entry);
      else if (mayMatchIn(entry.path)) await walk(entry.sha, `${entry.path}/`, mayMatchIn, found);
    }
  };
  return {
    read: async (sha, mayMatchIn = () => true) => {
      const files = /* @__PURE__ */ new Map();
      const askedBefore = asked;
      await walk(sha, "", mayMatchIn, ({ path: path6, mode, sha: oid, size = 0 }) => {
        if (REGULAR.has(mode)) files.set(path6, { path: path6, oid, sizeBytes: size });
      });
      if (asked > askedBefore) log(`${short(sha)} holds ${String(files.size)} files.`);
      return files;
    }
  };
}
var FOLDER = "040000";
var REGULAR = /* @__PURE__ */ new Set(["100644", "100755"]);
var EMPTY_TREE = /* @__PURE__ */ new Map();
var chooseFiles = (tree, matches2) => new Map([...tree].filter(([path6]) => matches2(path6)));
function changedPaths(before, after) {
  const paths = /* @__PURE__ */ new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path6) => before.get(path6)?.oid !== after.get(path6)?.oid).sort(byKeys((path6) => path6));
}

// src/action/ports.ts
var NEEDS = { contents: "read", actions: "read", "pull-requests": "write" };
function connect(options2) {
  const { context, log } = options2;
  const { repository } = context;
  const userAgent = `netpol-preflight/${options2.version}`;
  const open3 = (token) => createClient({ ...options2, token, userAgent, apiUrl: context.apiUrl });
  const client = open3(options2.token);
  const snapshotClient = options2.snapshotToken === void 0 ? client : open3(options2.snapshotToken);
  const trees = treeReader(client, repository, log);
  const blobs = blobReader(client, repository, context.sha, log);
  return {
    compare: () => attempt("find the commits to compare", { contents: "read" }, () => comparisonOf(client, context, log)),
    readTree: (commit, mayMatchIn) => commit === "empty" ? Promise.resolve(EMPTY_TREE) : attempt("list the files of the repository", { contents: "read" }, () => trees.read(commit.sha, mayMatchIn)),
    readSource: (tree, path6) => attempt(`read ${path6}`, { contents: "read" }, () => readSource(tree, path6, blobs)),
    readSides: (before, after) => attempt("read the manifests of the repository", { contents: "read" }, () => readSides(before, after, blobs)),
    findSnapshot: (choice) => attempt("fetch the snapshot", { actions: "read" }, () => snapshotOf(snapshotClient, context, choice, log)),
    putComment: (order) => putComment(client, { repository, ...order }, log),
    filesUrl: (sha) => `${context.serverUrl}/${repository.owner}/${repository.repo}/blob/${sha}/`,
    usage: () => ({
      sent: client.sent() + (snapshotClient === client ? 0 : snapshotClient.sent()),
      remaining: client.remaining()
    })
  };
}
var neededPermissions = () => permissionsBlock(NEEDS);
async function attempt(what, needs, action2) {
  try {
    return await action2();
  } catch (error) {
    throw failureOf(error, { what, needs }, NEEDS);
  }
}
async function snapshotOf(client, context, choice, log) {
  const repository = choice.repository === void 0 ? context.repository : parseRepository(choice.repository);
  const known4 = choice.repository === void 0 ? repositoryOfEvent(context) : void 0;
  const { id, defaultBranch } = known4 ?? await describeRepository(client, repository);
  return findSnapshot(
    client,
    {
      repository,
      repositoryId: id,
      artifact: choice.artifact,
      branch: choice.branch ?? defaultBranch,
      workflow: choice.workflow,
      maxAgeSeconds: choice.maxAgeSeconds,
      requireDigest: hasDigests(context.serverUrl),
      nowMillis: choice.nowMillis
    },
    log
  );
}
function parseRepository(text) {
  const [, owner, repo] = /^([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+)$/.exec(text) ?? [];
  if (owner === void 0 || repo === void 0) {
    throw stop("input-invalid", ["snapshot-repository", "`owner/name`", text]);
  }
  return { owner, repo };
}
function repositoryOfEvent(context) {
  const id = valueAt(context.event, ["repository", "id"]);
  const defaultBranch = valueAt(context.event, ["repository", "default_branch"]);
  return typeof id === "number" && typeof defaultBranch === "string" ? { id, defaultBranch } : void 0;
}
var hasDigests = (serverUrl) => {
  const { hostname } = new URL(serverUrl);
  return hostname === "github.com" || hostname.endsWith(".ghe.com");
};

// src/action/publish.ts
import { appendFileSync, mkdtempSync, writeFileSync } from "node:fs";
import path2 from "node:path";
import { setOutput, setSecret } from "./github.js";

// src/report/escape.ts
var VALUE_LIMIT = 160;
var PROSE_LIMIT = 400;
var LINE_LIMIT = 2e3;
var ANSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/gu;
var WHITESPACE = /[^\S\ufeff]|\u0085/gu;
var INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
var LONE_SURROGATE = new RegExp("\\p{Cs}", "gu");
var ZERO_WIDTH_SPACE = "​";
var PLAIN2 = /^[!-~]+(?: [!-~]+)*$/;
function visible2(raw, limit3 = VALUE_LIMIT) {
  if (raw.length <= limit3 && PLAIN2.test(raw)) return raw;
  const text = withoutInvisible(
    raw.slice(0, 20 * limit3).replace(ANSI, "").replace(WHITESPACE, " ")
  );
  return cut2(text.replace(/ {2,}/g, " ").trim(), limit3);
}
var withoutInvisible = (text) => text.replace(LONE_SURROGATE, "�").replace(INVISIBLE, "");
function cut2(text, limit3) {
  if (text.length <= limit3) return text;
  const points2 = Array.from(text);
  return points2.length <= limit3 ? text : `${points2.slice(0, limit3 - 1).join("")}…`;
}
function codeSpan(raw, limit3 = VALUE_LIMIT) {
  const text = visible2(raw, limit3);
  if (text === "") return EMPTY;
  const fence = "`".repeat(longestRun(text) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return brandMarkdown(`${fence}${pad}${text}${pad}${fence}`);
}
var PLAIN_WORD = new RegExp("^(?:\\(?[\\p{L}\\p{N}]+(?:['’-]\\p{L}+)*\\)?[.,;:!?]?|[.,;:!?])$", "u");
var LIVE_WORD = /[0-9a-f]{7}|^\d+[.)]$/i;
function prose(raw) {
  const text = visible2(raw, PROSE_LIMIT);
  if (text === "") return EMPTY;
  const parts = text.split("`");
  const isMarked = parts.length % 2 === 1;
  if (!isMarked) return plainWords(text);
  return brandMarkdown(parts.map((part4, i) => i % 2 === 0 ? padded(part4, plainWords) : codeSpan(part4)).join(""));
}
function padded(text, print2) {
  const trimmed = text.trim();
  if (trimmed === "") return text === "" ? "" : " ";
  return `${text.startsWith(" ") ? " " : ""}${print2(trimmed)}${text.endsWith(" ") ? " " : ""}`;
}
function plainWords(text) {
  const runs = [];
  for (const word of text.split(" ")) {
    const isPlain2 = PLAIN_WORD.test(word) && !LIVE_WORD.test(word);
    const last2 = runs.at(-1);
    if (last2?.plain === isPlain2) last2.words += ` ${word}`;
    else runs.push({ plain: isPlain2, words: word });
  }
  return brandMarkdown(runs.map((run2) => run2.plain ? run2.words : setOff(run2.words)).join(" "));
}
function setOff(words) {
  const [, text = words, end2 = ""] = /^(.+)([.,;:!?])$/u.exec(words) ?? [];
  return `${codeSpan(text, PROSE_LIMIT)}${end2}`;
}
function codeFence(language, raw) {
  const lines2 = raw.split(/\r\n|\r|\n/).map((line) => withoutInvisible(line.replace(ANSI, "").replace(/\t/g, "    ")));
  const text = lines2.join("\n").trimEnd();
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return brandMarkdown(`${fence}${language}
${text}
${fence}`);
}
var longestRun = (text) => (text.match(/`+/g) ?? []).reduce((longest, run2) => Math.max(longest, run2.length), 0);
var tableCell = (markdown) => brandMarkdown(markdown.replace(/\\(?=\|)/g, `\\${ZERO_WIDTH_SPACE}`).replace(/\|/g, "\\|"));
var ENTITIES = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;"
};
var htmlText = (raw, limit3 = VALUE_LIMIT) => htmlWords(visible2(raw, limit3));
var htmlWords = (text) => brandHtml(text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? ""));
var logLine = (raw, limit3 = LINE_LIMIT) => inertLine(
  cut2(
    withoutInvisible(
      raw.slice(0, 20 * limit3).replace(ANSI, "").replace(WHITESPACE, " ")
    ).trimEnd(),
    limit3
  )
);
var inertLine = (line) => brandLogLine(line.replace(/##(?=\[)/g, `##${ZERO_WIDTH_SPACE}`).replace(/^(\s*):(?=:)/u, `$1:${ZERO_WIDTH_SPACE}`));
var commandData = (raw) => brandCommand(logLine(raw, 4e3).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A"));
var commandProperty = (raw) => brandCommand(commandData(raw).replace(/:/g, "%3A").replace(/,/g, "%2C"));
var SAFE_URL = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9\-._~:/?#@%=+,]*)?$/;
var httpUrl = (raw) => SAFE_URL.test(raw) ? brandUrl(raw) : void 0;
function pathSegment(raw) {
  if (raw === "" || raw === "." || raw === "..") return void 0;
  return encodeURIComponent(raw.replace(LONE_SURROGATE, "�")).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  );
}
function fileUrl(filesUrl, path6, line) {
  if (filesUrl?.endsWith("/") !== true) return void 0;
  const segments = path6.split("/").map(pathSegment);
  if (segments.includes(void 0)) return void 0;
  return httpUrl(`${filesUrl}${segments.join("/")}#L${String(line)}`);
}
var brandMarkdown = (text) => text;
var brandHtml = (text) => text;
var brandLogLine = (text) => text;
var brandCommand = (text) => text;
var brandUrl = (text) => text;
var EMPTY = brandMarkdown("(empty)");

// src/action/publish.ts
var SUMMARY_BYTES = 1024 * 1024;
function createRunner(env, write) {
  const command = (name3, properties, data) => {
    const list3 = Object.entries(properties).flatMap(
      ([key, value2]) => value2 === void 0 ? [] : [`${key}=${commandProperty(value2)}`]
    );
    write(`::${name3}${list3.length > 0 ? ` ${list3.join(",")}` : ""}::${commandData(data)}
`);
  };
  const log = (line) => write(`${logLine(line)}
`);
  const annotation2 = ({ level, at: at2, title, message }) => command(level, { title, file: at2?.path, line: at2 === void 0 ? void 0 : String(at2.line) }, message);
  return {
    log,
    group: (title, lines2) => {
      command("group", {}, title);
      for (const line of lines2) write(`${inertLine(line)}
`);
      command("endgroup", {}, "");
    },
    annotate: (annotations) => annotations.forEach(annotation2),
    summarise: (markdown) => {
      const file = env["GITHUB_STEP_SUMMARY"] ?? "";
      if (file === "") return;
      const fits = Buffer.byteLength(markdown) <= SUMMARY_BYTES;
      appendFileSync(file, fits ? markdown : "The report is too large for this page; it is in the report files.\n");
    },
    writeFiles: (files) => {
      const folder = mkdtempSync(path2.join(env["RUNNER_TEMP"] ?? ".", "netpol-preflight-"));
      return files.map(({ name: name3, text }) => {
        const file = path2.join(folder, name3);
        writeFileSync(file, text);
        return file;
      });
    },
    setOutputs: (outputs) => {
      for (const [name3, value2] of Object.entries(outputs)) setOutput(name3, value2);
    },
    mask: (secret2) => setSecret(secret2)
  };
}

// src/report/blocks.ts
var column = (title) => ({ title, align: "left", wide: false });
var numbers = (title) => ({ title, align: "right", wide: false });
var wide = (title) => ({ title, align: "left", wide: true });
var paragraph = (of2) => ({ is: "paragraph", of: of2 });
var list2 = (items) => items.length === 0 ? [] : [{ is: "list", items }];
var table = (columns, rows) => rows.length === 0 ? [] : [{ is: "table", columns, rows }];
var details = (summary, of2) => of2.length === 0 ? [] : [{ is: "details", summary, of: of2 }];
var sentence = (of2) => of2.length === 0 ? [] : [paragraph(of2)];

// src/report/phrase.ts
var NOTHING = [];
var phrase = (template, ...parts) => template.flatMap((text, i) => {
  const part4 = parts[i];
  return [...text === "" ? [] : [ours(text)], ...part4 === void 0 ? [] : inlines(part4)];
});
function inlines(part4) {
  if (typeof part4 === "string") return value(part4);
  if (typeof part4 === "number") return [ours(digits(part4))];
  return part4;
}
var ours = (text) => ({ is: "words", text });
var name2 = (raw) => [{ is: "name", raw }];
var value = (raw) => [{ is: "value", raw }];
var prose2 = (raw) => [{ is: "prose", raw }];
var strong = (of2) => [{ is: "strong", of: of2 }];
var age = (of2) => [{ is: "age", of: of2 }];
var link = (of2, to) => to === void 0 ? of2 : [{ is: "link", of: of2, to }];
var joined3 = (phrases, separator) => phrases.flatMap((one, i) => i === 0 ? one : [...separator, ...one]);
function listed(phrases) {
  if (phrases.length < 2) return phrases.flat();
  return phrase`${joined3(phrases.slice(0, -1), phrase`, `)} and ${phrases.at(-1) ?? NOTHING}`;
}
function listedUpTo(most, phrases) {
  if (phrases.length <= most) return listed(phrases);
  return phrase`${joined3(phrases.slice(0, most), phrase`, `)} and ${phrases.length - most} more`;
}
var counted = (count3, one, many) => phrase`${count3} ${count3 === 1 ? one : many}`;
function capitalised(of2) {
  const [first2, ...rest] = of2;
  if (first2?.is !== "words") return of2;
  return [ours(first2.text.slice(0, 1).toUpperCase() + first2.text.slice(1)), ...rest];
}
var numeral = (number) => [ours(String(number))];
function utc(millis) {
  const text = new Date(millis).toISOString();
  return [ours(`${text.slice(0, 10)} ${text.slice(11, 16)} UTC`)];
}
var digits = (count3) => String(count3).replace(/\B(?=(?:\d{3})+$)/g, ",");
var plain2 = (of2) => of2.map(plainInline).join("");
var NO_BREAK_SPACE = /\u00a0/g;
function plainInline(inline2) {
  switch (inline2.is) {
    case "words":
      return inline2.text.replace(NO_BREAK_SPACE, " ");
    case "name":
      return shown2(inline2.raw, VALUE_LIMIT);
    case "prose":
      return shown2(inline2.raw, PROSE_LIMIT);
    case "value":
      return `\`${shown2(inline2.raw, VALUE_LIMIT)}\``;
    case "strong":
    case "link":
    case "age":
      return plain2(inline2.of);
  }
}
function shown2(raw, limit3) {
  const text = visible2(raw, limit3);
  return text === "" ? "(empty)" : text;
}

// src/report/names.ts
var POLICY_KINDS = {
  np: phrase`Calico NetworkPolicy`,
  gnp: phrase`GlobalNetworkPolicy`,
  knp: phrase`Kubernetes NetworkPolicy`,
  kcnp: phrase`ClusterNetworkPolicy`,
  kanp: phrase`AdminNetworkPolicy`,
  kbanp: phrase`BaselineAdminNetworkPolicy`,
  snp: phrase`StagedNetworkPolicy`,
  sgnp: phrase`StagedGlobalNetworkPolicy`,
  sknp: phrase`StagedKubernetesNetworkPolicy`,
  pro: phrase`profile`
};
var CHANGES2 = {
  "newly-denied": phrase`newly denied`,
  "newly-allowed": phrase`newly allowed`,
  "now-uncertain": phrase`uncertain`,
  rerouted: phrase`rerouted`,
  unchanged: phrase`unchanged`
};
var ANSWERS = {
  allow: phrase`allowed`,
  deny: phrase`denied`,
  unknown: phrase`uncertain`,
  "not-judged": phrase`not judged`
};
var POLICY_SETS = {
  enforced: phrase`with staged policies left out`,
  pending: phrase`in Calico's own preview of the staged policies`,
  promoted: phrase`once the staged policies are enforced`
};
var LIMIT_INPUTS = {
  "newly-denied": "max-newly-denied",
  "newly-allowed": "max-newly-allowed",
  uncertain: "max-uncertain"
};
var policyKind = (kind) => isPolicyKind2(kind) ? POLICY_KINDS[kind] : value(kind);
var isPolicyKind2 = (kind) => Object.hasOwn(POLICY_KINDS, kind);
var qualified = (namespace, text) => namespace === void 0 || namespace === "" ? text : `${namespace}/${text}`;
var policyName = (policy) => phrase`${policyKind(policy.kind)} ${name2(qualified(policy.namespace, policy.name))}`;
var objectName = (object) => phrase`${name2(object.kind)} ${name2(qualified(object.namespace, object.name))}`;
function ruleName(hit) {
  if (hit.ruleNumber === void 0) return policyName(hit);
  return phrase`${ruleDirection(hit)}rule ${numeral(hit.ruleNumber)} of ${policyName(hit)}`;
}
function ruleDirection({ pointer = "" }) {
  if (/^\/spec\/ingress\//.test(pointer)) return phrase`ingress `;
  return /^\/spec\/egress\//.test(pointer) ? phrase`egress ` : NOTHING;
}
var NETWORKS2 = {
  "PUBLIC NETWORK": phrase`public addresses`,
  "PRIVATE NETWORK": phrase`private addresses`
};
var endName = (end2) => end2.is === "network" ? networkName(end2.name) : name2(end2.name);
var isNetwork = (raw) => Object.hasOwn(NETWORKS2, raw);
var networkName = (raw) => (isNetwork(raw) ? NETWORKS2[raw] : void 0) ?? name2(raw);
var PINGS = /* @__PURE__ */ new Set(["ICMP 8", "ICMPv6 128"]);
function serviceName({ icmp: icmp4, port: port2, protocol: protocol3 }) {
  const spelt = /^\d+$/.test(protocol3) ? phrase`protocol ${name2(protocol3)}` : protocolName2(protocol3);
  if (icmp4 !== void 0) {
    if (PINGS.has(`${protocol3} ${String(icmp4.type)}`)) return phrase`${spelt}\u00a0ping`;
    return phrase`${spelt} type ${numeral(icmp4.type)} code ${numeral(icmp4.code)}`;
  }
  return port2 === void 0 ? spelt : phrase`${spelt}\u00a0${numeral(port2)}`;
}
var PROTOCOLS2 = {
  TCP: phrase`TCP`,
  UDP: phrase`UDP`,
  SCTP: phrase`SCTP`,
  ICMP: phrase`ICMP`,
  ICMPv6: phrase`ICMPv6`
};
var protocolName2 = (raw) => (Object.hasOwn(PROTOCOLS2, raw) ? PROTOCOLS2[raw] : void 0) ?? name2(raw);
var destinationName = (flow) => phrase`→\u00a0${endName(flow.destination)} ${serviceName(flow)}`;
var flowName = (flow) => phrase`${endName(flow.source)} ${destinationName(flow)}`;
var seenName = ({ count: count3, unit }) => phrase`${count3}\u00a0${count3 === 1 ? ONE_SEEN[unit] : MANY_SEEN[unit]}`;
var ONE_SEEN = { connections: phrase`connection`, packets: phrase`packet` };
var MANY_SEEN = { connections: phrase`connections`, packets: phrase`packets` };
var flows = (count3) => counted(count3, phrase`flow`, phrase`flows`);
var isAre = (count3) => count3 === 1 ? phrase`is` : phrase`are`;
var placeName = (at2, side) => link(name2(`${at2.path}:${String(at2.line)}`), fileUrl(side.filesUrl, at2.path, at2.line));
function placeOf3(of2, side) {
  if (of2.fromCluster) return phrase`known only from the cluster`;
  return of2.at === void 0 ? NOTHING : placeName(of2.at, side);
}
var MINUTE = 60;
var HOUR2 = 60 * MINUTE;
var DAY3 = 24 * HOUR2;
function duration(seconds3) {
  if (!Number.isFinite(seconds3) || seconds3 < 0) return phrase`an unknown time`;
  if (seconds3 < 90) return phrase`${Math.round(seconds3)} s`;
  if (seconds3 < 90 * MINUTE) return phrase`${tenths(seconds3 / MINUTE)} min`;
  if (seconds3 < 2 * DAY3) return phrase`${tenths(seconds3 / HOUR2)} h`;
  return phrase`${tenths(seconds3 / DAY3)} days`;
}
function tenths(number) {
  return numeral(number >= 9.95 ? Math.round(number) : Math.round(number * 10) / 10);
}
function timeOf2(iso) {
  if (iso === void 0 || !/(?:Z|[+-]\d\d:\d\d)$/.test(iso)) return void 0;
  const millis = Date.parse(iso);
  return Number.isNaN(millis) ? void 0 : millis;
}
function instant(iso) {
  const millis = timeOf2(iso);
  return millis === void 0 ? void 0 : utc(millis);
}
function secondsBetween(start, end2) {
  const [from, to] = [timeOf2(start), timeOf2(end2)];
  return from === void 0 || to === void 0 || to < from ? void 0 : (to - from) / 1e3;
}
var OTHERS = /^any other address of (?<network>.*)$/s;
var EVERY = /^every (?:(?<family>IPv[46]) )?address of (?<network>.*)$/s;
var OUTSIDE2 = /^(?<network>.*) outside (?<prefixes>[\da-fA-F.:/]+(?:, [\da-fA-F.:/]+)*)$/s;
var isBroad = (raw) => [OTHERS, EVERY, OUTSIDE2].some((form) => form.test(raw));
function boundName(raw) {
  const others = OTHERS.exec(raw)?.groups;
  if (others !== void 0) return phrase`any of the ${addressesOf3(others["network"])} that no rule names`;
  const every = EVERY.exec(raw)?.groups;
  if (every !== void 0)
    return phrase`all ${every["family"] === void 0 ? NOTHING : phrase`${name2(every["family"])} `}${addressesOf3(every["network"])}`;
  const outside = OUTSIDE2.exec(raw)?.groups;
  if (outside === void 0) return value(raw.replace(/^([\d.]+)\/32$|^([\da-fA-F:]+)\/128$/, "$1$2"));
  const prefixes3 = (outside["prefixes"] ?? "").split(", ").map(value);
  return phrase`${addressesOf3(outside["network"])} outside ${listed(prefixes3)}`;
}
var addressesOf3 = (network = "") => isNetwork(network) ? networkName(network) : phrase`addresses of ${name2(network)}`;
var overLimit2 = (what, count3, limit3) => value(`${what} = ${String(count3)} > ${LIMIT_INPUTS[what]} = ${String(limit3)}`);

// src/report/view.ts
function foldedTable({ detail, rest }, columns, items, row) {
  if (detail.rows === 0) return [];
  return [...table(columns, items.slice(0, detail.rows).map(row)), ...more(items.length - detail.rows, rest)];
}
function openTable(view, columns, items, row) {
  const { detail, rest } = view;
  const others = items.slice(detail.shown);
  const folded2 = others.length === 0 ? [] : foldedTable(view, columns, others, row);
  return [
    ...table(columns, items.slice(0, detail.shown).map(row)),
    ...folded2.length > 0 ? details(phrase`${others.length} more`, folded2) : more(others.length, rest)
  ];
}
function foldedList({ detail, rest }, items, say) {
  if (detail.rows === 0) return [];
  return [...list2(items.slice(0, detail.rows).map(say)), ...more(items.length - detail.rows, rest)];
}
var more = (count3, rest) => count3 > 0 ? [paragraph(phrase`… and ${count3} more, ${rest}.`)] : [];
var aside2 = ({ detail }, blocks) => detail.asides ? blocks() : [];

// src/report/wording-manifests.ts
var meant = (near) => near === void 0 ? NOTHING : phrase` (did you mean ${near}?)`;
var inField = (field2) => field2 === "" ? NOTHING : phrase` in ${field2}`;
var count2 = (text) => /^\d+$/.test(text) ? phrase`${Number(text)}` : value(text);
var ruleNumber = (text) => /^\d+$/.test(text) ? phrase`rule ${numeral(Number(text))}` : phrase`a rule`;
var UNKNOWN_EFFECT = phrase`correct it; until then, every flow that the object could govern is uncertain`;
var twice = ([kind = "", namespace = "", object = "", path6 = "", line = ""]) => phrase`${name2(kind)} ${name2(qualified(namespace, object))} is defined here and in ${name2(`${path6}:${line}`)}`;
var TEXT_WORDS = {
  "yaml-syntax": {
    title: phrase`Not valid YAML`,
    say: ([reason = ""]) => phrase`this is not valid YAML: ${prose2(reason)}`,
    remedy: () => UNKNOWN_EFFECT
  },
  "json-syntax": {
    title: phrase`Not valid JSON`,
    say: ([reason = ""]) => phrase`this is not valid JSON: ${prose2(reason)}`,
    remedy: () => UNKNOWN_EFFECT
  },
  "yaml-too-deep": {
    title: phrase`Nested too deep`,
    say: ([most = ""]) => phrase`values are nested more than ${count2(most)} levels deep`,
    remedy: () => phrase`make it flatter; no policy needs that depth`
  },
  "yaml-too-many-aliases": {
    title: phrase`Too many YAML aliases`,
    say: ([most = ""]) => phrase`the document uses more than ${count2(most)} aliases`,
    remedy: () => phrase`write the values out`
  },
  "file-too-large": {
    title: phrase`File too large`,
    say: ([size = "", limit3 = ""]) => phrase`the file has ${count2(size)} bytes, and at most ${count2(limit3)} are read`,
    remedy: () => phrase`split the file, or leave it out of ${"policies"}`
  },
  "file-not-utf8": {
    title: phrase`Not UTF-8`,
    say: () => phrase`the file is not text in UTF-8`,
    remedy: () => phrase`save it as UTF-8, or leave it out of ${"policies"}`
  },
  "too-many-documents": {
    title: phrase`Too many documents`,
    say: ([most = ""]) => phrase`the file holds more than ${count2(most)} documents`,
    remedy: () => phrase`split the file`
  },
  "duplicate-key": {
    title: phrase`Key given twice`,
    say: ([key = ""]) => phrase`${key} is given twice, and which one counts depends on the reader`,
    remedy: () => phrase`remove one of the two`
  },
  "template-not-rendered": {
    title: phrase`Template passed over`,
    say: ([by]) => by === "openshift" ? phrase`an OpenShift template was passed over, for its parameters are not filled in` : phrase`a template with ${"{{"} was passed over, for it is not rendered`,
    remedy: ([by]) => phrase`render it first, with ${by === "openshift" ? "oc process" : "helm template"} say, and name the result in ${"before"} and ${"after"}`
  },
  "not-an-object": {
    title: phrase`Not a whole object`,
    say: ([field2 = ""]) => field2 === "kind" || field2 === "apiVersion" ? phrase`this looks like a policy, but has no ${field2}, so it was passed over` : phrase`this cannot be applied as it is, because of its ${field2}, so it was passed over`,
    remedy: ([field2 = ""]) => field2 === "kind" || field2 === "apiVersion" ? phrase`add ${field2} if it is meant to be applied` : NOTHING
  },
  "missing-name": {
    title: phrase`Object without a name`,
    say: ([kind = ""]) => phrase`this ${name2(kind)} has no ${"metadata.name"}`,
    remedy: () => phrase`give it a name; without one it cannot be applied`
  },
  "bad-metadata": {
    title: phrase`Metadata of the wrong type`,
    say: ([expected2 = "", found = ""]) => phrase`expected ${prose2(expected2)} here, found ${found}`,
    remedy: () => UNKNOWN_EFFECT
  },
  "default-namespace-used": {
    title: phrase`Default namespace used`,
    say: ([namespace = "", kind = "", object = ""]) => phrase`${name2(kind)} ${name2(object)} names no namespace and is taken to be in ${namespace}, as is every other such object`,
    remedy: () => phrase`set ${"default-namespace"} if they are applied to another one`
  },
  "namespace-on-global": {
    title: phrase`Namespace on a cluster-wide object`,
    say: ([kind = "", object = "", namespace = ""]) => phrase`${name2(kind)} ${name2(object)} is cluster-wide: its namespace ${namespace} means nothing`,
    remedy: () => phrase`remove the namespace, or use the namespaced kind`
  },
  "duplicate-object": {
    title: phrase`Object defined twice`,
    say: (args) => phrase`${twice(args)}`,
    remedy: () => phrase`remove one, or narrow ${"policies"} so that it matches one of them (overlays, say)`
  },
  "duplicate-object-before": {
    title: phrase`Object defined twice`,
    say: (args) => phrase`${twice(args)}, as it was before the change`,
    remedy: () => phrase`narrow ${"policies"} so that it matches one of them (overlays, say)`
  }
};
var POLICY_WORDS = {
  "wrong-type": {
    title: phrase`Value of the wrong type`,
    say: ([field2 = "", expected2 = "", found = ""]) => phrase`expected ${prose2(expected2)}${inField(field2)}, found ${found}`,
    remedy: () => UNKNOWN_EFFECT
  },
  "missing-field": {
    title: phrase`Field missing`,
    say: ([field2 = ""]) => phrase`${field2} is required and missing`,
    remedy: () => UNKNOWN_EFFECT
  },
  "unknown-field": {
    title: phrase`Unknown field`,
    say: ([field2 = "", near]) => phrase`there is no field ${field2} here${meant(near)}`,
    remedy: () => UNKNOWN_EFFECT
  },
  "unknown-field-pruned": {
    title: phrase`Unknown field, silently dropped`,
    say: ([field2 = "", near]) => phrase`there is no field ${field2} here, and the cluster drops it without a word${meant(near)}`,
    remedy: () => phrase`correct or remove it; without it the rule may match more than was meant`
  },
  "bad-value": {
    title: phrase`Value not allowed`,
    say: ([field2 = "", found = "", expected2]) => phrase`${found} is no value for ${field2}${expected2 === void 0 ? NOTHING : phrase`; expected ${prose2(expected2)}`}`,
    remedy: () => UNKNOWN_EFFECT
  },
  "fields-exclude-each-other": {
    title: phrase`Fields that exclude each other`,
    say: ([one = "", other = ""]) => phrase`${one} and ${other} cannot stand together`,
    remedy: () => phrase`keep the one that was meant`
  },
  "field-requires": {
    title: phrase`Field that needs another`,
    say: ([field2 = "", needed = ""]) => phrase`${field2} needs ${needed} beside it`,
    remedy: () => UNKNOWN_EFFECT
  },
  "bad-selector": {
    title: phrase`Selector that cannot be parsed`,
    say: ([text = "", position = "", expected2 = ""]) => phrase`the selector ${text} cannot be parsed: expected ${prose2(expected2)} at character ${count2(position)}`,
    remedy: () => phrase`correct the selector`
  },
  "bad-cidr": {
    title: phrase`Not an address range`,
    say: ([text = ""]) => phrase`${text} is no address range such as ${"10.0.0.0/8"}`,
    remedy: () => UNKNOWN_EFFECT
  },
  "cidr-host-bits": {
    title: phrase`Address range with host bits`,
    say: ([text = "", cleared]) => phrase`${text} has bits set beyond its prefix${cleared === void 0 ? NOTHING : phrase`; the range is ${cleared}`}`,
    remedy: () => phrase`write the first address of the range`
  },
  "bad-port": {
    title: phrase`Not a port`,
    say: ([text = ""]) => phrase`${text} is no port: expected a number from 1 to 65535, a range such as ${"80:90"}, or the name of a port`,
    remedy: () => phrase`correct the port`
  },
  "bad-protocol": {
    title: phrase`Not a protocol`,
    say: ([text = ""]) => phrase`${text} is no protocol: expected TCP, UDP, SCTP, ICMP, ICMPv6, UDPLite or a number from 1 to 255`,
    remedy: () => phrase`correct the protocol`
  },
  "port-without-protocol": {
    title: phrase`Ports without a protocol that has them`,
    say: () => phrase`ports are given, but the protocol is not TCP, UDP or SCTP`,
    remedy: () => phrase`name the protocol`
  },
  "rule-refused": {
    title: phrase`Rule that cannot be converted`,
    say: ([why]) => why === void 0 ? phrase`this rule cannot be converted, and takes its policy with it` : phrase`this rule cannot be converted, and takes its policy with it: ${prose2(why)}`,
    remedy: () => phrase`correct the rule`
  },
  "rule-dropped": {
    title: phrase`Rule that has no effect`,
    say: ([number = ""]) => phrase`${ruleNumber(number)} cannot be converted and is left out; the rest of the policy holds`,
    remedy: () => phrase`correct the rule`
  },
  "rule-becomes-deny-all": {
    title: phrase`Rule that denies everything`,
    say: ([number = ""]) => phrase`${ruleNumber(number)} cannot be converted, and so denies all traffic`,
    remedy: () => phrase`correct the rule`
  },
  "unknown-tier": {
    title: phrase`Tier that does not exist`,
    say: ([tier = "", near]) => phrase`no tier ${tier} is known, so it is taken to come last and to deny at its end${meant(near)}`,
    remedy: () => phrase`add the Tier, or capture it with the snapshot`
  },
  "field-not-modelled": {
    title: phrase`Field that is not modelled`,
    say: ([field2 = ""]) => phrase`${field2} is not modelled, so flows that depend on it are uncertain`,
    remedy: () => NOTHING
  },
  "kind-not-modelled": {
    title: phrase`Kind that is not modelled`,
    say: ([apiVersion = "", kind = ""]) => phrase`${name2(kind)} of ${name2(apiVersion)} is not modelled; what it does is not in this report`,
    remedy: () => NOTHING
  },
  "not-watched": {
    title: phrase`Kind that Calico no longer reads`,
    say: ([apiVersion = "", kind = ""]) => phrase`Calico does not read ${name2(kind)} of ${name2(apiVersion)}, so it has no effect`,
    remedy: () => phrase`use ${name2("ClusterNetworkPolicy")}, which replaced it`
  },
  "service-without-namespace": {
    title: phrase`Service without a namespace`,
    say: ([service2 = ""]) => phrase`the Service ${service2} is named without its namespace, so the rule matches nothing`,
    remedy: () => phrase`add the namespace of the Service`
  },
  "rules-without-type": {
    title: phrase`Rules that have no effect`,
    say: ([direction = ""]) => phrase`there are ${name2(direction)} rules, but the policy's types leave ${name2(direction)} out`,
    remedy: () => phrase`add the type, or remove the rules`
  },
  "condition-ignored": {
    title: phrase`Condition that has no effect`,
    say: ([field2 = ""]) => phrase`${field2} has no effect as it is written`,
    remedy: () => phrase`correct or remove it; without it the rule may match more than was meant`
  }
};
var FELIX_WORDS = {
  "felix-drops-policy": {
    title: phrase`Policy that has no effect`,
    say: ([object = "", code2 = "", ...args]) => phrase`the cluster accepts ${name2(object)} and Calico then discards it, so it does nothing: ${cause(code2, args)}`,
    remedy: () => phrase`correct this line; the policy has no effect until then`
  }
};
function cause(code2, args) {
  const words = POLICY_WORDS;
  return (Object.hasOwn(words, code2) ? words[code2]?.say(args) : void 0) ?? value(code2);
}

// src/report/wording-run.ts
var meant2 = (near) => near === void 0 ? NOTHING : phrase` (did you mean ${near}?)`;
var because2 = (why) => why === void 0 ? NOTHING : phrase`: ${prose2(why)}`;
var seconds2 = (text) => /^\d+$/.test(text) ? duration(Number(text)) : value(text);
function notAllowed([key = "", form = "", found, near]) {
  if (found === void 0) return phrase`${key} is not valid: ${prose2(form)}`;
  return phrase`${key} is ${value(found)}; expected ${prose2(form)}${meant2(near)}`;
}
var SNAPSHOT_WORDS = {
  "snapshot-unreadable": {
    title: phrase`Snapshot that cannot be read`,
    say: ([path6 = "", why]) => phrase`the snapshot ${name2(path6)} cannot be read${because2(why)}`,
    remedy: () => phrase`check the capture that wrote it`
  },
  "snapshot-empty": {
    title: phrase`Snapshot without flows`,
    say: ([path6]) => phrase`the snapshot${path6 === void 0 ? NOTHING : phrase` ${name2(path6)}`} holds no flow`,
    remedy: () => phrase`capture again while there is traffic`
  },
  "snapshots-differ": {
    title: phrase`Snapshots that do not belong together`,
    say: ([why]) => phrase`the snapshots cannot be read as one${because2(why)}`,
    remedy: () => phrase`merge snapshots of one cluster, plain ones or ones with pseudonyms of one key`
  },
  "record-unreadable": {
    title: phrase`Record that cannot be read`,
    say: ([why]) => phrase`a flow record cannot be read and was left out${because2(why)}`,
    remedy: () => NOTHING
  },
  "record-unresolved": {
    title: phrase`Record of nobody known`,
    say: ([what = ""]) => phrase`a flow record names ${what}, which the snapshot does not know`,
    remedy: () => phrase`capture objects and flows at the same time`
  },
  "html-not-flows": {
    title: phrase`A web page instead of flows`,
    say: ([path6 = ""]) => phrase`${name2(path6)} is a web page, not flow records: the address asked was not the API's`,
    remedy: () => phrase`ask Whisker's backend for ${"/flows"}`
  },
  "file-not-recognised": {
    title: phrase`File passed over`,
    say: ([path6 = ""]) => phrase`${name2(path6)} is neither objects nor flow records, and was passed over`,
    remedy: () => NOTHING
  },
  "dialect-refused": {
    title: phrase`Flow records that cannot be used`,
    say: ([dialect2 = "", why]) => phrase`records of ${name2(dialect2)} cannot be used${because2(why)}`,
    remedy: () => NOTHING
  },
  "dialect-not-used": {
    title: phrase`The same flows in another form`,
    say: ([dialect2 = "", used = ""]) => phrase`the flows of ${name2(dialect2)} are there in a richer form too, so those of ${name2(used)} were used`,
    remedy: () => NOTHING
  },
  "object-twice": {
    title: phrase`Object in the snapshot twice`,
    say: ([object = ""]) => phrase`${name2(object)} is in the snapshot more than once; the newer one counts`,
    remedy: () => NOTHING
  },
  "snapshot-object-unreadable": {
    title: phrase`Object of the snapshot that cannot be read`,
    say: ([object = "", why]) => phrase`${name2(object)} of the snapshot cannot be read${because2(why)}`,
    remedy: () => NOTHING
  },
  "age-unknown": {
    title: phrase`Snapshot of unknown age`,
    say: () => phrase`nothing in the snapshot says when it was captured`,
    remedy: () => phrase`add the time of capture to its metadata`
  }
};
var CONFIG_WORDS = {
  "config-invalid": {
    title: phrase`Configuration that is not valid`,
    say: (args) => notAllowed(args),
    remedy: () => phrase`correct it; the gate does not guess its limits`
  },
  "config-unknown-key": {
    title: phrase`Unknown setting`,
    say: ([key = "", near]) => phrase`there is no setting ${key}${meant2(near)}`,
    remedy: () => phrase`correct or remove it`
  },
  "input-invalid": {
    title: phrase`Input that is not valid`,
    say: (args) => notAllowed(args),
    remedy: () => phrase`correct the input`
  },
  "expectation-invalid": {
    title: phrase`Expectation that is not valid`,
    say: (args) => notAllowed(args),
    remedy: () => phrase`correct the entry`
  },
  "expectation-unmatched": {
    title: phrase`Expectation that matches nothing`,
    say: ([text = ""]) => phrase`${text} matches no newly denied flow`,
    remedy: () => phrase`remove the entry, or correct what it names`
  },
  "waiver-expired": {
    title: phrase`Waiver that has expired`,
    say: ([owner = "", expires = ""]) => phrase`the waiver of ${name2(owner)} expired on ${name2(expires)}`,
    remedy: () => phrase`renew it on the base branch, or remove it`
  }
};
var RUN_WORDS = {
  "snapshot-missing": {
    title: phrase`No snapshot`,
    say: ([what, where]) => {
      if (what === void 0) return phrase`there is no snapshot`;
      return where === void 0 ? phrase`there is no snapshot, and ${prose2(what)}` : phrase`there is no snapshot ${name2(what)} in ${prose2(where)}`;
    },
    remedy: () => phrase`run the capture workflow once, or set ${"require-snapshot: false"} to go without evidence`
  },
  "snapshot-too-old": {
    title: phrase`Snapshot too old`,
    say: ([artifact = "", age2 = "", most = ""]) => phrase`the snapshot (${name2(artifact)}) is ${seconds2(age2)} old, and ${"snapshot-max-age"} is ${seconds2(most)}`,
    remedy: () => phrase`run the capture workflow again, and see that its schedule still runs`
  },
  "snapshot-untrusted": {
    title: phrase`Snapshot that cannot be trusted`,
    say: ([artifact = "", why]) => phrase`the snapshot ${name2(artifact)} cannot be trusted${because2(why)}`,
    remedy: () => phrase`let the capture workflow of this repository write it, on the branch of ${"snapshot-branch"}`
  },
  "side-unreadable": {
    title: phrase`Manifests that cannot be read`,
    say: ([what = "", why]) => phrase`could not read ${prose2(what)}${because2(why)}`,
    remedy: () => phrase`see that the path, folder or revision exists`
  },
  "github-permission": {
    title: phrase`Permission missing`,
    say: ([what = "", permission = ""]) => phrase`could not ${prose2(what)}: the token of this job lacks ${permission}`,
    remedy: () => phrase`give the job these permissions:`,
    block: ([, , block = ""]) => block
  },
  "github-api": {
    title: phrase`GitHub did not answer as it should`,
    say: ([what = "", cause2]) => phrase`could not ${prose2(what)}${because2(cause2)}`,
    remedy: () => phrase`run the job again; if it stays, see whether the token may read this repository`
  },
  internal: {
    title: phrase`A mistake of ours`,
    say: ([message]) => phrase`netpol-preflight made a mistake${because2(message)}`,
    remedy: () => phrase`please report it, with the log of this run`
  }
};

// src/report/wording.ts
var WORDING = {
  ...TEXT_WORDS,
  ...POLICY_WORDS,
  ...FELIX_WORDS,
  ...SNAPSHOT_WORDS,
  ...CONFIG_WORDS,
  ...RUN_WORDS
};
var titleOf = ({ code: code2 }) => WORDING[code2].title;
var sentenceOf = ({ args, code: code2 }) => WORDING[code2].say(args);
var remedyOf = ({ args, code: code2 }) => WORDING[code2].remedy(args);
var blockOf2 = ({ args, code: code2 }) => WORDING[code2].block?.(args);

// src/report/asides.ts
var MOST_TO_COPY = 2e3;
function causes({ detail, document: { conclusion } }) {
  return conclusion.reasons.slice(0, Math.max(1, detail.shown)).flatMap((reason) => {
    if (reason.is !== "could-not-run") return [];
    const remedy = remedyOf(reason);
    const lines2 = blockOf2(reason);
    const block = lines2 !== void 0 && lines2.length <= MOST_TO_COPY ? lines2 : void 0;
    return [
      paragraph(phrase`${strong(phrase`Why`)}: ${sentenceOf(reason)}.`),
      ...remedy.length === 0 ? [] : [paragraph(phrase`${strong(phrase`What to do`)}: ${remedy}${block === void 0 ? phrase`.` : NOTHING}`)],
      ...block === void 0 ? [] : [{ is: "code", language: "yaml", text: block }]
    ];
  });
}
function failedAssertions(view) {
  const failed = view.document.assertions.filter(({ holds: holds2 }) => !holds2);
  if (failed.length === 0) return [];
  const columns = [
    column(phrase`Assertion`),
    column(phrase`Would be`),
    wide(phrase`Not so for`),
    wide(phrase`Decided by`),
    wide(phrase`Written at`)
  ];
  const row = (one) => [
    assertionName(one),
    ANSWERS[one.answer],
    listedUpTo(3, one.counterexamples.map(name2)),
    one.decidedBy === void 0 ? NOTHING : phrase`${ruleName(one.decidedBy)} (${placeOf3(one.decidedBy, view.document.after)})`,
    phrase`${placeName(one.at, view.document.after)}${one.addedByChange ? phrase`, added by this change` : NOTHING}: ${prose2(one.reason)}`
  ];
  return [
    paragraph(phrase`${strong(phrase`Assertions that do not hold (${failed.length})`)}`),
    ...openTable(view, columns, failed, row)
  ];
}
var assertionName = (one) => phrase`${one.is === "must-allow" ? phrase`must allow` : phrase`must deny`} ${networkName(one.source)} → ${networkName(one.destination)} ${serviceName({ ...one, icmp: void 0 })}`;
function expectations(view) {
  const { assertions, expectations: known4 } = view.document;
  const held = assertions.filter(({ holds: holds2 }) => holds2).length;
  const { unmatched } = known4;
  return [
    ...assertions.length === 0 ? [] : [
      paragraph(
        phrase`${held} of ${assertions.length} assertions on the policies ${held === 1 ? phrase`holds` : phrase`hold`}.`
      )
    ],
    ...details(
      counted(unmatched.length, phrase`expectation that no flow matches`, phrase`expectations that no flow matches`),
      unmatched.length === 0 ? [] : foldedList(view, unmatched, ({ at: at2, text }) => phrase`${name2(text)} (${placeName(at2, view.document.after)})`)
    )
  ];
}
var SEVERITIES2 = {
  error: phrase`error`,
  warning: phrase`warning`,
  notice: phrase`notice`
};
var RANK = { error: 0, warning: 1, notice: 2 };
var worstFirst = (diagnostics2) => [...diagnostics2].sort(
  byKeys(
    ({ severity }) => RANK[severity],
    ({ inChange }) => inChange ? 0 : 1
  )
);
var isUrgent = ({ inChange, severity }) => inChange && severity === "error";
function errorsInChange(view) {
  const found = remaining(view).filter(isUrgent);
  if (found.length === 0) return [];
  return [
    paragraph(strong(phrase`Errors in what the change touches (${found.length})`)),
    ...openTable(view, [column(phrase`Where`), wide(phrase`What is wrong, and what to do`)], found, (one) => [
      whereOf(one, view),
      fullSentence(one)
    ])
  ];
}
function diagnostics(view) {
  const found = worstFirst(remaining(view).filter((one) => !isUrgent(one)));
  if (found.length === 0) return [];
  const columns = [column(phrase`Severity`), column(phrase`Where`), wide(phrase`What, and what to do`)];
  return details(
    phrase`${listedCounts(found)} about files and records`,
    foldedTable(view, columns, found, (one) => [SEVERITIES2[one.severity], whereOf(one, view), fullSentence(one)])
  );
}
function remaining({ document: { conclusion, diagnostics: all } }) {
  const said2 = new Set(
    conclusion.reasons.flatMap((reason) => reason.is === "could-not-run" ? [keyOf3(reason.code, reason.args)] : [])
  );
  return all.filter(({ args, code: code2 }) => !said2.has(keyOf3(code2, args)));
}
var keyOf3 = (code2, args) => JSON.stringify([code2, args]);
var whereOf = ({ at: at2 }, { document }) => at2 === void 0 ? NOTHING : placeName(at2, document.after);
function fullSentence(diagnostic) {
  const remedy = remedyOf(diagnostic);
  const what = phrase`${capitalised(sentenceOf(diagnostic))}.`;
  return remedy.length === 0 ? what : phrase`${what} ${capitalised(remedy)}.`;
}
function listedCounts(all) {
  const of2 = (severity, one, many) => {
    const count3 = all.filter((diagnostic) => diagnostic.severity === severity).length;
    return count3 === 0 ? [] : [counted(count3, one, many)];
  };
  return listedUpTo(3, [
    ...of2("error", phrase`error`, phrase`errors`),
    ...of2("warning", phrase`warning`, phrase`warnings`),
    ...of2("notice", phrase`notice`, phrase`notices`)
  ]);
}
var CHANGED = {
  added: phrase`added`,
  edited: phrase`edited`,
  removed: phrase`removed`
};
function objects(view) {
  const { document } = view;
  const columns = [column(phrase`Change`), column(phrase`Object`), column(phrase`At`), wide(phrase`Selects`)];
  const row = (object) => [
    CHANGED[object.change],
    objectName(object),
    placeName(object.at, object.change === "removed" ? document.before : document.after),
    selected(object)
  ];
  const all = document.objects;
  if (all.length === 0) return [];
  const title = counted(all.length, phrase`object that the change touches`, phrase`objects that the change touches`);
  if (document.evidence !== void 0) return details(title, foldedTable(view, columns, all, row));
  return [paragraph(strong(title)), ...openTable(view, columns, all, row)];
}
function selected({ malformed, selects: selects3 }) {
  if (malformed) return strong(phrase`malformed: its effect is not known`);
  if (selects3 === void 0) return NOTHING;
  return selects3.length === 0 ? phrase`no workload that is known` : listedUpTo(5, selects3.map(name2));
}
var DRIFT = {
  differs: phrase`differs from the repository`,
  "only-in-repository": phrase`is missing in the cluster`,
  "only-in-cluster": phrase`is missing in the repository`
};
function drift(view) {
  const all = view.document.drift;
  const row = (object) => [
    objectName(object),
    DRIFT[object.is],
    object.at === void 0 ? NOTHING : placeName(object.at, view.document.before)
  ];
  const title = counted(
    all.length,
    phrase`object of the cluster is not what the repository says`,
    phrase`objects of the cluster are not what the repository says`
  );
  if (all.length === 0) return [];
  return details(
    title,
    foldedTable(view, [column(phrase`Object`), column(phrase`In the cluster it`), column(phrase`At`)], all, row)
  );
}
function notes(view) {
  if (view.document.notes.length === 0) return [];
  return details(phrase`Notes on this run`, foldedList(view, view.document.notes, prose2));
}

// src/report/reasons.ts
var ruleOf2 = ([, kind = "", namespace = "", policy = "", number = ""]) => phrase`${/^\d+$/.test(number) ? phrase`rule ${numeral(Number(number))}` : phrase`a rule`} of ${policyKind(kind)} ${name2(qualified(namespace, policy))}`;
var of = ([what = ""]) => what === "" ? NOTHING : phrase` (${networkName(what)})`;
function prefixes2([, , , , , how, ...nets2]) {
  if (how === void 0 || nets2.length === 0) return phrase`names some of them`;
  return phrase`${how === "leaves-out" ? phrase`leaves out` : phrase`matches`} ${listed(nets2.map(value))}`;
}
var ports5 = ([, , , , , ...asked]) => asked.length === 0 ? phrase`one` : listed(asked.map(value));
var REASONS = {
  "address-missing": (args) => args.length > 2 ? phrase`the records do not say which ${networkName(args[0] ?? "")} these were, and ${ruleOf2(args)} ${prefixes2(args)}` : phrase`${networkName(args[0] ?? "")} and ${networkName(args[1] ?? "")} have no address of the same family, as far as is known`,
  "pods-differ": ([end2 = "", count3 = ""]) => phrase`${networkName(end2)} can be any of ${/^\d+$/.test(count3) ? phrase`${Number(count3)}` : value(count3)} pods, which are treated differently`,
  "source-port-missing": (args) => phrase`the records give no source port, and ${ruleOf2(args)} asks for ${ports5(args)}`,
  "destination-port-missing": (args) => phrase`the records give no port, and ${ruleOf2(args)} asks for ${ports5(args)}`,
  "icmp-missing": (args) => phrase`the records give no ICMP type, and ${ruleOf2(args)} asks for one`,
  "labels-missing": (args) => phrase`not all labels${(args[0] ?? "") === "" ? NOTHING : phrase` of ${networkName(args[0] ?? "")}`} are known, and ${ruleOf2(args)} selects by labels`,
  "policy-unknown": ([what = ""]) => phrase`${name2(what)} could not be understood, and may govern this`,
  "condition-unknown": (args) => phrase`${ruleOf2(args)} asks for what is not modelled: ${prose2(args[0] ?? "")}`,
  "preview-fails": () => phrase`Calico's own preview fails here`,
  "host-not-modelled": (args) => phrase`what policies do to the network of a host${of(args)} is not modelled here`,
  "host-interface-unknown": (args) => phrase`it is not known by which interface of the host${of(args)} this passes`,
  "node-unknown": (args) => phrase`it is not known on which node${of(args)} this happens, and the nodes treat it differently`,
  "dialled-unknown": (args) => phrase`it is not known which address was dialled${of(args)}, and a policy asks for it before it is translated`,
  "own-or-forwarded": (args) => phrase`the address of a node${of(args)} can be the node itself, or a client that it forwards`,
  "hosts-differ": (args) => phrase`${networkName(args[0] ?? "")} can be on several nodes, or on none, and policies of hosts treat these differently`,
  untracked: (args) => phrase`a policy takes this out of connection tracking${of(args)}, so answers are judged apart`
};
var REMEDIES = {
  "address-missing": ([end2 = "", ...rule]) => {
    if (rule.length < 2) return phrase`capture addresses`;
    return isNetwork(end2) ? phrase`capture addresses, or put those that matter into a NetworkSet, by which records then name them` : phrase`capture addresses, or tell those that matter apart by a NetworkSet of their own`;
  },
  "pods-differ": () => phrase`capture addresses, or give these pods the same labels`,
  "source-port-missing": () => phrase`capture source ports, or write the rule without one`,
  "destination-port-missing": () => phrase`capture destination ports`,
  "icmp-missing": () => phrase`capture ICMP types, or write the rule without one`,
  "labels-missing": () => phrase`capture pods, namespaces and service accounts as well`,
  "policy-unknown": () => phrase`mend that object`,
  "condition-unknown": () => NOTHING,
  "preview-fails": () => phrase`create the tier that the policy names`,
  "host-not-modelled": () => NOTHING,
  "host-interface-unknown": () => phrase`name the interface in the HostEndpoint, and its addresses in expectedIPs`,
  "node-unknown": () => phrase`capture addresses, which tell the node`,
  "dialled-unknown": () => phrase`capture the address that was dialled`,
  "own-or-forwarded": () => phrase`capture the addresses of clients, before they are translated`,
  "hosts-differ": () => phrase`capture addresses`,
  untracked: () => NOTHING
};
var remedyFor = ({ args, code: code2 }) => REMEDIES[code2](args);
var reasonOf3 = ({ args, code: code2 }) => REASONS[code2](args);
function decidedBy3(direction, decided, side) {
  const { hit } = decided;
  if (hit === void 0) return decided.answer === "unknown" ? phrase`this is uncertain` : phrase`no policy applies`;
  return phrase`${hitName(direction, hit)}${placeAfter(hit, side)}`;
}
function hitName(direction, hit) {
  if (hit.kind === "pro") return phrase`no policy applies`;
  if (hit.rule !== "end-of-tier") return phrase`${ruleName(hit)} ${DOES[hit.action]} this`;
  const tier = hit.tier === "default" ? NOTHING : phrase` of tier ${name2(hit.tier)}`;
  const what = direction === "ingress" ? phrase`ingress` : phrase`egress`;
  return phrase`${policyName(hit)} applies, and no ${what} rule${tier} allows this`;
}
var DOES = {
  allow: phrase`allows`,
  deny: phrase`denies`,
  pass: phrase`passes on`
};
function placeAfter(of2, side) {
  const place = placeOf3(of2, side);
  return place.length === 0 ? NOTHING : phrase` (${place})`;
}
var stoppingEnds = (flow) => {
  const stopping = flow.ends.filter(({ after }) => after.answer === "deny");
  return stopping.length > 0 ? stopping : flow.ends.slice(0, 1);
};
var stopped = (end2, side) => decidedBy3(end2.direction, end2.after, side);
var stoppedBy = (flow, side) => joined3(
  stoppingEnds(flow).map((end2) => stopped(end2, side)),
  phrase`; and `
);
function mistake({ failing, fix, policy }) {
  const [condition] = failing;
  if (condition === void 0) return phrase`${ruleName(policy)} comes near`;
  return phrase`${ruleName(policy)} allows this, but ${mistakenly(condition)}${flowHas(condition, fix)}`;
}
var flowHas = ({ has: has3 }, fix) => has3 === "" || has3 === fix?.to ? NOTHING : phrase`; the flow has ${has3}`;
function mistakenly({ dead, field: field2, wants: wants2 }) {
  return phrase`${ASKED[field2]} ${strong(value(wants2))}${dead ? phrase`, ${DEAD[field2]}` : NOTHING}`;
}
var ASKED = {
  protocol: phrase`over`,
  port: phrase`on port`,
  source: phrase`from`,
  destination: phrase`to`,
  "source-port": phrase`from source port`,
  icmp: phrase`with ICMP`,
  family: phrase`over`,
  service: phrase`to`
};
var DEAD = {
  protocol: phrase`which nothing speaks there`,
  port: phrase`where nothing listens`,
  source: phrase`which matches nothing that is known`,
  destination: phrase`which matches nothing that is known`,
  "source-port": phrase`which nothing uses`,
  icmp: phrase`which nothing sends`,
  family: phrase`which nothing has there`,
  service: phrase`which has no endpoints`
};
var CONDITIONS = {
  protocol: phrase`protocol`,
  port: phrase`port`,
  source: phrase`source`,
  destination: phrase`destination`,
  "source-port": phrase`source port`,
  icmp: phrase`ICMP type`,
  family: phrase`address family`,
  service: phrase`Service`
};
var MOST_CONDITIONS = 2;
function nearest2(near, side) {
  if (near === void 0) return phrase`No rule comes near`;
  const asks = near.failing.map(
    ({ field: field2, has: has3, wants: wants2 }) => phrase`${CONDITIONS[field2]} ${value(wants2)}${has3 === "" ? NOTHING : phrase` (here: ${networkOr(has3)})`}`
  );
  const place = placeAfter({ at: near.fixAt ?? near.policy.at, fromCluster: near.fromCluster }, side);
  if (asks.length === 0) return phrase`Nearest: ${ruleName(near.policy)}${place}`;
  const shown3 = joined3(asks.slice(0, MOST_CONDITIONS), phrase`, and for `);
  const rest = asks.length - MOST_CONDITIONS;
  const more2 = rest > 0 ? phrase`, and ${counted(rest, phrase`more condition`, phrase`more conditions`)}` : NOTHING;
  return phrase`Nearest: ${ruleName(near.policy)} asks for ${shown3}${more2}${place}`;
}
var networkOr = (has3) => isNetwork(has3) ? networkName(has3) : value(has3);
var partly = ({ partly: some }) => some === void 0 ? NOTHING : phrase`, for ${some.cut.length} of ${some.total} (${listedUpTo(3, some.cut.map(name2))})`;
function conclusionReason(reason) {
  switch (reason.is) {
    case "over-limit":
      return overLimit2(reason.what, reason.count, reason.limit);
    case "declared-over-limit":
      return value(`declared-denied = ${String(reason.count)} > max-declared-denied = ${String(reason.limit)}`);
    case "evidence-too-thin":
      return value(`evidence = ${String(reason.score)} < min-evidence = ${String(reason.minimum)}`);
    case "assertion-failed":
      return phrase`${counted(reason.count, phrase`assertion does`, phrase`assertions do`)} not hold`;
    case "malformed-change":
      return phrase`${counted(reason.count, phrase`changed object is`, phrase`changed objects are`)} malformed`;
    case "waiver-expired":
      return phrase`${counted(reason.count, phrase`waiver that is needed has`, phrase`waivers that are needed have`)} expired`;
    case "could-not-run":
      return sentenceOf(reason);
  }
}

// src/report/annotations.ts
var MOST_ANNOTATIONS = 9;
function annotationsOf(document, most = MOST_ANNOTATIONS) {
  const touched = new Set(document.objects.filter(({ change }) => change !== "removed").map(({ at: at2 }) => at2.path));
  const candidates = [
    ...mistakes(document),
    ...failedAssertions2(document),
    ...intended(document),
    ...problems(document)
  ].sort(
    byKeys(
      ({ at: at2, inChange }) => inChange || touched.has(at2.path) ? 0 : 1,
      ({ level }) => RANK2[level]
    )
  );
  const shown3 = candidates.slice(0, most).map(annotation);
  const left = candidates.length - shown3.length;
  return left > 0 ? [...shown3, rollUp(left)] : shown3;
}
var RANK2 = { error: 0, warning: 1, notice: 2 };
var annotation = ({ at: at2, level, message, title }) => ({
  level,
  path: at2.path,
  line: at2.line,
  title: logLine(plain2(title), TITLE_LIMIT),
  message: logLine(plain2(message), MESSAGE_LIMIT)
});
var TITLE_LIMIT = 120;
var MESSAGE_LIMIT = 1e3;
var rollUp = (left) => ({
  level: "notice",
  path: void 0,
  line: void 0,
  title: logLine(plain2(phrase`Netpol preflight`)),
  message: logLine(
    plain2(
      phrase`${counted(left, phrase`more line has`, phrase`more lines have`)} something to look at: see the job summary.`
    )
  )
});
var levelOf = ({ conclusion }) => conclusion.result === "fail" ? "error" : "warning";
var isCounted = ({ change, expected: expected2, waiver }) => change === "newly-denied" && expected2 === void 0 && waiver === void 0;
function mistakes(document) {
  return document.flows.flatMap((flow) => {
    const near = flow.intention?.near;
    const isOne = isCounted(flow) && flow.intention?.is === "probably-a-mistake";
    if (!isOne || near?.fixAt === void 0 || near.fromCluster) return [];
    const fix = near.fix === void 0 ? NOTHING : phrase` Probably ${value(near.fix.to)} was meant.`;
    return {
      level: levelOf(document),
      at: near.fixAt,
      inChange: false,
      title: phrase`Probably a mistake: ${flowName(flow)} would be cut`,
      message: phrase`${capitalised(mistake(near))}. Seen ${seenName(flow.seen)}.${fix}`
    };
  });
}
function intended(document) {
  const byPlace = /* @__PURE__ */ new Map();
  for (const flow of document.flows) {
    const hit = stoppingEnds(flow)[0]?.after.hit;
    const isOne = isCounted(flow) && flow.intention?.is !== "probably-a-mistake";
    if (!isOne || hit?.at === void 0 || hit.fromCluster) continue;
    const key = `${String(hit.at.line)} ${hit.at.path}`;
    const place = byPlace.get(key);
    if (place === void 0) byPlace.set(key, { at: hit.at, flows: [flow] });
    else place.flows.push(flow);
  }
  return Array.from(byPlace.values(), ({ at: at2, flows: stopped2 }) => ({
    level: "warning",
    at: at2,
    inChange: false,
    title: phrase`${flows(stopped2.length)} that ${stopped2.length === 1 ? phrase`works` : phrase`work`} today would be cut here`,
    message: phrase`${listedUpTo(5, stopped2.map(flowName))}.`
  }));
}
function failedAssertions2(document) {
  return document.assertions.filter(({ holds: holds2 }) => !holds2).map((one) => ({
    level: "error",
    at: one.at,
    inChange: one.addedByChange,
    title: phrase`Assertion that does not hold`,
    message: phrase`${networkName(one.source)} → ${networkName(one.destination)} ${serviceName({ ...one, icmp: void 0 })} ${one.is === "must-allow" ? phrase`must be allowed` : phrase`must be denied`}, and would not be.`
  }));
}
function problems(document) {
  return worstFirst(document.diagnostics).flatMap((one) => {
    if (one.at === void 0 || !one.inChange) return [];
    const remedy = remedyOf(one);
    return {
      level: one.severity,
      at: one.at,
      inChange: true,
      title: titleOf(one),
      message: phrase`${capitalised(sentenceOf(one))}.${remedy.length === 0 ? NOTHING : phrase` ${capitalised(remedy)}.`}`
    };
  });
}

// src/report/trust.ts
function contradictions(view) {
  const { document } = view;
  const found = (document.evidence?.agreement.differ ?? []).filter(isContradiction);
  if (found.length === 0) return [];
  const columns = [
    column(phrase`Flow`),
    column(phrase`Reported by`),
    column(phrase`Recorded`),
    column(phrase`Simulated`),
    column(phrase`After the change`)
  ];
  const row = (one) => [...disagreementCells(one), fate(one, document.quarantined)];
  const count3 = document.counts.quarantined;
  return [
    paragraph(
      phrase`${strong(phrase`The simulation contradicts the records (${found.length})`)}, and nothing explains it. What would become of ${count3 === 1 ? phrase`this flow` : phrase`these ${flows(count3)}`} is not to be trusted, so ${count3 === 1 ? phrase`it` : phrase`they`} ${isAre(count3)} not counted. Either the snapshot does not hold all objects, or this program is wrong: please report it.`
    ),
    ...openTable(view, columns, found, row)
  ];
}
var isContradiction = ({ cause: cause2 }) => cause2 === "unexplained";
function fate(one, quarantined) {
  const change = quarantined.find(
    ({ destination: destination2, port: port2, protocol: protocol3, source: source2 }) => source2.name === one.source && destination2.name === one.destination && protocol3 === one.protocol && port2 === one.port
  );
  return CHANGES2[change?.change ?? "unchanged"];
}
var disagreementCells = (one) => [
  phrase`${networkName(one.source)} → ${networkName(one.destination)} ${serviceName({ ...one, icmp: void 0 })}`,
  one.reporter === "source" ? phrase`source` : phrase`destination`,
  ANSWERS[one.recorded],
  ANSWERS[one.simulated]
];
var CAUSES = {
  "older-connection": phrase`it began before the policies changed, and a connection keeps the verdict that it began with`,
  "labels-aggregated": phrase`the record holds only the labels that several pods share`,
  "address-missing": phrase`no address is known for the end that reports`
};
function explained2(view, { differ: differ2 }) {
  const rows = differ2.flatMap((one) => one.cause === "unexplained" ? [] : [{ one, why: CAUSES[one.cause] }]);
  const columns = [
    column(phrase`Flow`),
    column(phrase`Reported by`),
    column(phrase`Recorded`),
    column(phrase`Simulated`),
    wide(phrase`Because`)
  ];
  if (rows.length === 0) return [];
  return details(
    counted(
      rows.length,
      phrase`recorded verdict that the simulation does not reproduce, explained`,
      phrase`recorded verdicts that the simulation does not reproduce, explained`
    ),
    foldedTable(view, columns, rows, ({ one, why }) => [...disagreementCells(one), why])
  );
}
function byTier2(view, what, { byTier: rows }) {
  if (rows.length < 2) return [];
  const columns = [
    column(phrase`Decided in`),
    column(phrase`Recorded`),
    numbers(phrase`Verdicts`),
    numbers(phrase`Reproduced`),
    numbers(phrase`Left open`),
    numbers(phrase`Not`)
  ];
  return details(
    phrase`${what}, by tier and verdict`,
    foldedTable(view, columns, rows, (row) => [
      row.tier === "__PROFILE__" ? phrase`no policy` : phrase`tier ${name2(row.tier)}`,
      ANSWERS[row.action],
      phrase`${row.total}`,
      phrase`${row.reproduced}`,
      phrase`${row.open}`,
      phrase`${row.differ}`
    ])
  );
}
var FAULTS = {
  "port-name": phrase`does not know names of ports`,
  "port-name-excluded": phrase`does not leave out ports by their names`,
  "icmp-type": phrase`does not look at ICMP types`,
  "ip-version": phrase`does not look at the IP version of a rule`,
  "other-family": phrase`takes a rule whose prefixes are all of the other IP version`,
  "set-member": phrase`does not find members of network sets that are smaller than a /24 and larger than one address`,
  "service-protocol": phrase`knows members of Services over TCP and UDP alone`,
  "preview-fails": phrase`gives up in a tier that does not exist`,
  "staged-deletion": phrase`takes no notice of a staged deletion`,
  namesake: phrase`sees the staged policy beside the one that it is to replace`,
  "not-promoted": phrase`counts staged policies that are not to be enforced (Learn, Ignore)`,
  "kubernetes-defaults": phrase`takes a staged Kubernetes policy without policyTypes as one of ingress alone`
};
function preview(view) {
  const { detail, document } = view;
  if (document.preview.length === 0) return [];
  const groups = /* @__PURE__ */ new Map();
  for (const note of document.preview) {
    const key = JSON.stringify([note.why, note.by, note.preview, note.promoted]);
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [note]);
    else group.push(note);
  }
  const items = Array.from(groups.values(), (group) => previewItem(group, detail.shown, view));
  return [
    paragraph(
      phrase`${strong(phrase`Whisker will show something else (${document.preview.length})`)}: there Calico previews staged policies, and its preview is not exact. Believe what is said here.`
    ),
    ...list2(items.slice(0, detail.shown)),
    ...details(
      phrase`${items.length - detail.shown} more`,
      items.length > detail.shown ? foldedList(view, items.slice(detail.shown), (item2) => item2) : []
    )
  ];
}
function previewItem(group, most, { document }) {
  const [first2] = group;
  if (first2 === void 0) return NOTHING;
  const { by, preview: shown3, promoted, why } = first2;
  const rule = by === void 0 ? NOTHING : phrase`: ${ruleName(by)}${placeAfter(by, document.after)}`;
  const will = shown3 === "unknown" ? phrase`Whisker will show no verdict` : phrase`Whisker will show this ${ANSWERS[shown3]}`;
  return phrase`${listedUpTo(Math.max(1, most), group.map(flowName))}: ${will}; once enforced, it is ${ANSWERS[promoted]}, for the preview ${FAULTS[why]}${rule}.`;
}
function settled2(view) {
  const found = view.document.flows.filter((flow) => flow.settled.length > 0);
  if (found.length === 0) return [];
  return details(
    counted(
      found.length,
      phrase`flow that the recorded rules say more of`,
      phrase`flows that the recorded rules say more of`
    ),
    foldedList(view, found, (flow) => phrase`${flowName(flow)}: ${joined3(flow.settled.map(settledEnd), phrase`; `)}`)
  );
}
var MOST_BOUNDS = 4;
function settledEnd({ by, end: end2, to }) {
  const which = listedUpTo(MOST_BOUNDS, to.map(boundName));
  const rules4 = by.length === 0 ? NOTHING : phrase`, for the records name ${listed(by.slice(0, MOST_BOUNDS).map(recordedRule))}`;
  return phrase`the ${end2 === "source" ? phrase`source` : phrase`destination`} was ${which}${rules4}`;
}
var recordedRule = ({ rule, tier, ...policy }) => rule === "end-of-tier" ? phrase`the end of tier ${name2(tier)}` : phrase`converted rule ${rule} of ${policyName(policy)}`;

// src/report/worth.ts
var scoreOf = ({ worth }) => worth === void 0 ? NOTHING : phrase` (${age(phrase`${worth.score}`)} of 100)`;
function worthDetails(view, evidence2) {
  const { worth } = evidence2;
  if (worth === void 0 || view.detail.rows === 0) return [];
  const columns = [column(phrase`Part`), numbers(phrase`Points`), wide(phrase`What is known`)];
  const rows = worth.parts.map((part4) => [PARTS2[part4.is], points(part4), known3(part4.is, worth, evidence2)]);
  return details(phrase`What the evidence score is made of`, [
    ...table(columns, rows),
    ...unread(worth),
    ...young(view, worth),
    ...policyChanges(view, worth),
    ...neverSeen(view, worth)
  ]);
}
var PARTS2 = {
  seen: phrase`Touched workloads that were seen`,
  time: phrase`Time that was recorded`,
  age: phrase`Age`,
  "pods-there": phrase`Pods that were there all the time`,
  "policies-steady": phrase`Policies that stayed as they are`
};
function points({ is, of: of2, points: count3 }) {
  const text = phrase`${count3} of ${of2}`;
  return is === "age" ? age(text) : text;
}
function known3(is, worth, { ageSeconds: ageSeconds2 }) {
  switch (is) {
    case "seen":
      return worth.affectedCount === 0 ? phrase`the change touches no workload` : phrase`${worth.seenCount} of ${counted(worth.affectedCount, phrase`workload`, phrase`workloads`)}`;
    case "time":
      return phrase`${duration(worth.coveredSeconds)} in ${counted(worth.windowCount, phrase`window`, phrase`windows`)}${gaps(worth)}`;
    case "age":
      return ageSeconds2 === void 0 ? phrase`unknown` : age(duration(ageSeconds2));
    case "pods-there":
      return worth.youngPodCount === 0 ? phrase`none of ${counted(worth.podCount, phrase`pod`, phrase`pods`)} is younger than the first record` : phrase`${worth.youngPodCount} of ${counted(worth.podCount, phrase`pod`, phrase`pods`)} younger than the first record`;
    case "policies-steady":
      return worth.policyChanges.length === 0 ? phrase`none changed while flows were recorded` : phrase`${counted(worth.policyChanges.length, phrase`policy, tier or set`, phrase`policies, tiers or sets`)} changed while flows were recorded`;
  }
}
function gaps({ spans }) {
  const count3 = Math.max(0, spans.length - 1);
  return count3 === 0 ? NOTHING : phrase`, with ${counted(count3, phrase`gap`, phrase`gaps`)}`;
}
var MOST_UNREAD = 5;
var unread = ({ unread: all }) => all.length === 0 ? [] : [paragraph(phrase`The capture could not read ${listedUpTo(MOST_UNREAD, all.map(prose2))}.`)];
function young({ detail: { shown: shown3 } }, { young: workloads2 }) {
  if (workloads2.length === 0) return [];
  return [
    paragraph(phrase`Younger than the first record: pods of ${listedUpTo(Math.max(1, shown3), workloads2.map(name2))}.`)
  ];
}
function policyChanges(view, { policyChanges: all }) {
  if (all.length === 0) return [];
  const say = ({ at: at2, is, ...object }) => phrase`${objectName(object)} ${CHANGED2[is]} ${instant(at2) ?? NOTHING}`;
  return [
    paragraph(
      phrase`${strong(phrase`Policies changed`)} while flows were recorded. Verdicts from before the last change are not held against the simulation:`
    ),
    ...foldedList(view, all, say)
  ];
}
var CHANGED2 = {
  created: phrase`was created`,
  edited: phrase`was changed`,
  removed: phrase`was removed before`
};
function neverSeen({ detail: { shown: shown3 } }, { clusterUnseenCount, clusterWorkloadCount, unseenCronJobs }) {
  if (clusterUnseenCount === 0) return [];
  const jobs = unseenCronJobs.length === 0 ? NOTHING : phrase` Among them ${counted(unseenCronJobs.length, phrase`CronJob`, phrase`CronJobs`)}, which a window may miss between two runs: ${listedUpTo(Math.max(1, shown3), unseenCronJobs.map(name2))}.`;
  return [
    paragraph(
      phrase`In the whole cluster, ${clusterUnseenCount} of ${counted(clusterWorkloadCount, phrase`workload was`, phrase`workloads were`)} never seen.${jobs}`
    )
  ];
}

// src/report/evidence.ts
function evidence(view) {
  const { evidence: known4 } = view.document;
  if (known4 === void 0) return [];
  return [
    paragraph(
      phrase`${strong(phrase`Evidence`)}${scoreOf(known4)}: ${recorded(known4)} ${agreementOf2(known4)}${unseen(view, known4)}`
    ),
    ...allUnseen(view, known4),
    ...worthDetails(view, known4),
    ...explained2(view, known4.agreement),
    ...byTier2(view, phrase`Recorded verdicts`, known4.agreement),
    ...known4.previewAgreement === void 0 ? [] : byTier2(view, phrase`Verdicts of Calico's preview`, known4.previewAgreement),
    ...settled2(view)
  ];
}
function recorded({
  flowCount,
  origin: origin2,
  recordCount,
  windowEnd,
  windowStart,
  workloadCount,
  ...when
}) {
  const window = secondsBetween(windowStart, windowEnd);
  const over = window === void 0 ? NOTHING : phrase` over ${duration(window)}`;
  const between = counted(workloadCount, phrase`workload`, phrase`workloads`);
  const records = counted(recordCount, phrase`record`, phrase`records`);
  const url = origin2.url === void 0 ? void 0 : httpUrl(origin2.url);
  return phrase`${flows(flowCount)} between ${between}: ${records}${over}, ${captured(when)}, from ${link(name2(origin2.label), url)}.`;
}
function captured({ ageSeconds: ageSeconds2, capturedAt }) {
  const at2 = instant(capturedAt);
  const ago = ageSeconds2 === void 0 ? void 0 : age(phrase`${duration(ageSeconds2)} ago`);
  if (ago === void 0) return at2 === void 0 ? phrase`captured at an unknown time` : phrase`captured ${at2}`;
  return at2 === void 0 ? phrase`captured ${ago}` : phrase`captured ${ago} (${at2})`;
}
function agreementOf2({ agreement: agreement2, previewAgreement }) {
  if (agreement2.total === 0) return phrase`The records hold no verdict to check the simulation against.`;
  const preview2 = previewAgreement === void 0 ? NOTHING : phrase` Of Calico's own preview, it reproduces ${reproduced(previewAgreement)}.`;
  return phrase`The simulation reproduces ${reproduced(agreement2)}.${preview2}`;
}
function reproduced({ differ: differ2, open: open3, otherTrace, reproduced: count3, total }) {
  const left = open3 === 0 ? NOTHING : phrase`, ${open3} left open by the records`;
  const not2 = differ2.reduce((sum, { records }) => sum + records, 0);
  const wrong = not2 === 0 ? NOTHING : phrase`, ${strong(phrase`${not2} not`)}`;
  const other = otherTrace === 0 ? NOTHING : phrase` (${otherTrace} by another rule than recorded)`;
  return phrase`${count3} of ${total} recorded verdicts${other}${left}${wrong}`;
}
function unseen({ detail: { shown: shown3 } }, { unseen: never2 }) {
  if (never2.length === 0) return NOTHING;
  const which = shown3 === 0 ? NOTHING : phrase`: ${listedUpTo(shown3, never2.map(name2))}`;
  const what = counted(
    never2.length,
    phrase`workload that the change touches was`,
    phrase`workloads that the change touches were`
  );
  return phrase` ${what} never seen talking, so nothing is known of what would stop working there${which}.`;
}
function allUnseen(view, { unseen: never2 }) {
  const { shown: shown3 } = view.detail;
  if (never2.length <= shown3 || shown3 === 0) return [];
  return details(phrase`All ${never2.length} workloads that were never seen`, foldedList(view, never2, name2));
}
function counts2({ document: { counts: all, evidence: known4 } }) {
  if (known4 === void 0) return [];
  const parts = [
    phrase`newly denied ${all.newlyDenied}`,
    ...all.expectedDenied > 0 ? [phrase`denied as expected ${all.expectedDenied}`] : [],
    ...all.waived > 0 ? [phrase`waived ${all.waived}`] : [],
    phrase`newly allowed ${all.newlyAllowed}`,
    phrase`uncertain ${all.uncertain}`,
    phrase`same verdict by another rule ${all.rerouted}`,
    phrase`unchanged ${all.unchanged}`,
    ...all.quarantined > 0 ? [phrase`not counted ${all.quarantined}`] : []
  ];
  return [{ is: "footer", of: phrase`${flows(known4.flowCount)}: ${joined3(parts, phrase` · `)}` }];
}
var MOST_REASONS2 = 7;
function verdict({ document: { conclusion, gate: gate2 } }) {
  if (conclusion.result !== "fail") return [];
  const reasons2 = listed(conclusion.reasons.slice(0, MOST_REASONS2).map(conclusionReason));
  if (gate2?.failOn === "never") {
    return sentence(
      phrase`${strong(phrase`The limits say no`)}: ${reasons2}. The check passes all the same, for ${"fail-on"} is ${"never"}.`
    );
  }
  return sentence(phrase`${strong(phrase`Failed`)} because ${reasons2}.`);
}
function otherSets2({ document }) {
  const others = document.otherSets.filter(({ counts: counts3 }) => !sameCounts(counts3, document.counts));
  return others.map(
    ({ counts: counts3, set }) => paragraph(
      phrase`${strong(capitalised(POLICY_SETS[set]))}: ${joined3(
        [
          phrase`${counts3.newlyDenied} ${CHANGES2["newly-denied"]}`,
          phrase`${counts3.newlyAllowed} ${CHANGES2["newly-allowed"]}`,
          phrase`${counts3.uncertain} ${CHANGES2["now-uncertain"]}`
        ],
        phrase`, `
      )} (policy set ${set}).`
    )
  );
}
var sameCounts = (a, b) => a.newlyDenied === b.newlyDenied && a.newlyAllowed === b.newlyAllowed && a.uncertain === b.uncertain;

// src/report/headline.ts
function isQuiet({
  assertions,
  conclusion,
  counts: counts3,
  diagnostics: diagnostics2,
  evidence: evidence2,
  expectations: expectations2,
  objects: objects2,
  otherSets: otherSets3
}) {
  const { expectedDenied, newlyAllowed: newlyAllowed2, newlyDenied, quarantined, uncertain: uncertain2, waived: waived2 } = counts3;
  return conclusion.result === "pass" && newlyDenied + newlyAllowed2 + uncertain2 + expectedDenied + waived2 + quarantined === 0 && otherSets3.every((other) => sameCounts(other.counts, counts3)) && expectations2.addedByChange === 0 && (evidence2 !== void 0 || objects2.length === 0) && assertions.every(({ holds: holds2 }) => holds2) && !diagnostics2.some(({ inChange, severity }) => inChange && severity !== "notice");
}
function headline(document, resolved) {
  const after = resolved && isQuiet(document) ? phrase`, resolved at ${name2(document.after.label)}` : NOTHING;
  if (document.conclusion.result === "error") {
    return { is: "headline", tone: "error", of: phrase`Netpol preflight could not run, so nothing was judged` };
  }
  const others = [allowed(document), ...otherReasons2(document.conclusion), contradicted(document), added(document)];
  const isFirst = document.conclusion.result !== "fail" || document.counts.newlyDenied > 0;
  const clauses = isFirst ? [cut3(document), ...others] : [...others, cut3(document)];
  const said2 = joined3(
    clauses.filter((clause) => clause.length > 0),
    phrase`; `
  );
  return { is: "headline", tone: toneOf(document), of: phrase`Netpol preflight${after}: ${said2}` };
}
function toneOf(document) {
  const { conclusion, evidence: evidence2, objects: objects2 } = document;
  if (conclusion.result !== "pass") return conclusion.result;
  const isUnjudged = evidence2 === void 0 && objects2.length > 0;
  return isUnjudged || document.counts.quarantined > 0 || mistakesOf(document) > 0 ? "warn" : "pass";
}
var mistakesOf = ({ flows: all }) => all.filter(
  ({ expected: expected2, intention, waiver }) => expected2 === void 0 && waiver === void 0 && intention?.is === "probably-a-mistake"
).length;
function cut3(document) {
  const { counts: counts3, evidence: evidence2, gate: gate2, objects: objects2 } = document;
  if (evidence2 === void 0) {
    if (objects2.length === 0) return phrase`nothing in this change affects network policy`;
    const what = counted(objects2.length, phrase`relevant object changes`, phrase`relevant objects change`);
    return phrase`${what}, and no flow was judged, for there is no snapshot`;
  }
  const expected2 = counts3.expectedDenied + counts3.waived;
  if (counts3.newlyDenied === 0) {
    if (expected2 === 0) return phrase`nothing that works today would be cut`;
    return phrase`nothing that works today would be cut, but for ${flows(expected2)} that ${isAre(expected2)} ${agreedTo(document)}`;
  }
  const some = counted(counts3.newlyDenied, phrase`flow that works today`, phrase`flows that work today`);
  const besides = expected2 === 0 ? NOTHING : phrase`, besides ${expected2} that ${isAre(expected2)} ${agreedTo(document)}`;
  return phrase`${some} would be cut${limit2(gate2, "newly-denied")}${byMistake(document)}${besides}`;
}
function agreedTo({ counts: { expectedDenied, waived: waived2 } }) {
  if (waived2 === 0) return phrase`expected`;
  return expectedDenied === 0 ? phrase`waived` : phrase`expected or waived`;
}
function byMistake(document) {
  const mistakes3 = mistakesOf(document);
  if (mistakes3 === 0) return NOTHING;
  return mistakes3 === document.counts.newlyDenied ? phrase`, probably by mistake` : phrase`, ${mistakes3} probably by mistake`;
}
function allowed({ counts: counts3, gate: gate2 }) {
  if (counts3.newlyAllowed === 0) return NOTHING;
  return phrase`${flows(counts3.newlyAllowed)} would be newly allowed${limit2(gate2, "newly-allowed")}`;
}
function limit2(gate2, what) {
  const most = gate2?.limits[what] ?? "unlimited";
  return most === "unlimited" ? NOTHING : phrase` (limit ${most})`;
}
var MOST_REASONS3 = 7;
var otherReasons2 = ({ reasons: reasons2 }) => reasons2.slice(0, MOST_REASONS3).map((reason) => {
  switch (reason.is) {
    case "over-limit":
      return reason.what === "uncertain" ? phrase`${flows(reason.count)} uncertain (limit ${reason.limit})` : NOTHING;
    case "declared-over-limit":
      return phrase`${counted(reason.count, phrase`declared connection`, phrase`declared connections`)} would be cut (limit ${reason.limit})`;
    case "evidence-too-thin":
      return phrase`the evidence is too thin: ${reason.score} of 100 (at least ${reason.minimum})`;
    case "assertion-failed":
      return counted(reason.count, phrase`assertion does not hold`, phrase`assertions do not hold`);
    case "malformed-change":
      return counted(reason.count, phrase`changed object is malformed`, phrase`changed objects are malformed`);
    case "waiver-expired":
      return counted(reason.count, phrase`waiver has expired`, phrase`waivers have expired`);
    case "could-not-run":
      return NOTHING;
  }
});
function contradicted({ counts: { quarantined } }) {
  if (quarantined === 0) return NOTHING;
  return phrase`the simulation contradicts the records of ${flows(quarantined)}, which ${isAre(quarantined)} not counted`;
}
function added({ expectations: { addedByChange } }) {
  if (addedByChange === 0) return NOTHING;
  return phrase`the change itself adds ${counted(addedByChange, phrase`expectation`, phrase`expectations`)}`;
}

// src/report/json.ts
function renderJson({ conclusion, gate: gate2, tool, version, ...rest }) {
  return `${JSON.stringify({ version, tool, conclusion, gate: gate2, ...rest }, nullForUndefined, 2)}
`;
}
var nullForUndefined = (_, value2) => value2 === void 0 ? null : value2;

// node_modules/markdown-table/index.js
function defaultStringLength(value2) {
  return value2.length;
}
function markdownTable(table2, options2) {
  const settings = options2 || {};
  const align = (settings.align || []).concat();
  const stringLength = settings.stringLength || defaultStringLength;
  const alignments = [];
  const cellMatrix = [];
  const sizeMatrix = [];
  const longestCellByColumn = [];
  let mostCellsPerRow = 0;
  let rowIndex = -1;
  while (++rowIndex < table2.length) {
    const row2 = [];
    const sizes2 = [];
    let columnIndex2 = -1;
    if (table2[rowIndex].length > mostCellsPerRow) {
      mostCellsPerRow = table2[rowIndex].length;
    }
    while (++columnIndex2 < table2[rowIndex].length) {
      const cell = serialize(table2[rowIndex][columnIndex2]);
      if (settings.alignDelimiters !== false) {
        const size = stringLength(cell);
        sizes2[columnIndex2] = size;
        if (longestCellByColumn[columnIndex2] === void 0 || size > longestCellByColumn[columnIndex2]) {
          longestCellByColumn[columnIndex2] = size;
        }
      }
      row2.push(cell);
    }
    cellMatrix[rowIndex] = row2;
    sizeMatrix[rowIndex] = sizes2;
  }
  let columnIndex = -1;
  if (typeof align === "object" && "length" in align) {
    while (++columnIndex < mostCellsPerRow) {
      alignments[columnIndex] = toAlignment(align[columnIndex]);
    }
  } else {
    const code2 = toAlignment(align);
    while (++columnIndex < mostCellsPerRow) {
      alignments[columnIndex] = code2;
    }
  }
  columnIndex = -1;
  const row = [];
  const sizes = [];
  while (++columnIndex < mostCellsPerRow) {
    const code2 = alignments[columnIndex];
    let before = "";
    let after = "";
    if (code2 === 99) {
      before = ":";
      after = ":";
    } else if (code2 === 108) {
      before = ":";
    } else if (code2 === 114) {
      after = ":";
    }
    let size = settings.alignDelimiters === false ? 1 : Math.max(
      1,
      longestCellByColumn[columnIndex] - before.length - after.length
    );
    const cell = before + "-".repeat(size) + after;
    if (settings.alignDelimiters !== false) {
      size = before.length + size + after.length;
      if (size > longestCellByColumn[columnIndex]) {
        longestCellByColumn[columnIndex] = size;
      }
      sizes[columnIndex] = size;
    }
    row[columnIndex] = cell;
  }
  cellMatrix.splice(1, 0, row);
  sizeMatrix.splice(1, 0, sizes);
  rowIndex = -1;
  const lines2 = [];
  while (++rowIndex < cellMatrix.length) {
    const row2 = cellMatrix[rowIndex];
    const sizes2 = sizeMatrix[rowIndex];
    const cellsInRow = settings.fillRows === false ? Math.max(1, cellMatrix[rowIndex === 1 ? 0 : rowIndex].length) : mostCellsPerRow;
    columnIndex = -1;
    const line = [];
    while (++columnIndex < cellsInRow) {
      const cell = row2[columnIndex] || "";
      let before = "";
      let after = "";
      if (settings.alignDelimiters !== false) {
        const size = longestCellByColumn[columnIndex] - (sizes2[columnIndex] || 0);
        const code2 = alignments[columnIndex];
        if (code2 === 114) {
          before = " ".repeat(size);
        } else if (code2 === 99) {
          const half = size / 2;
          if (size % 2) {
            before = " ".repeat(half + 0.5);
            after = " ".repeat(half - 0.5);
          } else {
            before = " ".repeat(half);
            after = before;
          }
        } else {
          after = " ".repeat(size);
        }
      }
      if (settings.delimiterStart !== false && !columnIndex) {
        line.push("|");
      }
      if (settings.padding !== false && // Don’t add the opening space if we’re not aligning and the cell is
      // empty: there will be a closing space.
      !(settings.alignDelimiters === false && cell === "") && (settings.delimiterStart !== false || columnIndex)) {
        line.push(" ");
      }
      if (settings.alignDelimiters !== false) {
        line.push(before);
      }
      line.push(cell);
      if (settings.alignDelimiters !== false) {
        line.push(after);
      }
      if (settings.padding !== false) {
        line.push(" ");
      }
      if (settings.delimiterEnd !== false || columnIndex !== cellsInRow - 1) {
        line.push("|");
      }
    }
    lines2.push(
      settings.delimiterEnd === false ? line.join("").replace(/ +$/, "") : line.join("")
    );
  }
  return lines2.join("\n");
}
function serialize(value2) {
  return value2 === null || value2 === void 0 ? "" : String(value2);
}
function toAlignment(value2) {
  const code2 = typeof value2 === "string" ? value2.codePointAt(0) : 0;
  return code2 === 67 || code2 === 99 ? 99 : code2 === 76 || code2 === 108 ? 108 : code2 === 82 || code2 === 114 ? 114 : 0;
}

// src/report/fit.ts
var STEPS = [
  { rows: Infinity, shown: 10, asides: true, paste: Infinity },
  { rows: 3e3, shown: 10, asides: true, paste: 2e5 },
  { rows: 1e3, shown: 10, asides: true, paste: 4e4 },
  { rows: 300, shown: 10, asides: true, paste: 2e4 },
  { rows: 100, shown: 10, asides: true, paste: 1e4 },
  { rows: 50, shown: 10, asides: true, paste: 5e3 },
  { rows: 25, shown: 10, asides: true, paste: 5e3 },
  { rows: 25, shown: 10, asides: false, paste: 5e3 },
  { rows: 10, shown: 10, asides: false, paste: 2500 },
  { rows: 5, shown: 5, asides: false, paste: 0 },
  { rows: 0, shown: 3, asides: false, paste: 0 },
  { rows: 0, shown: 1, asides: false, paste: 0 },
  { rows: 0, shown: 0, asides: false, paste: 0 }
];
var SHORTEST_ROW = 40;
function fitted(render, { limit: limit3, sizeOf: sizeOf2 }) {
  let text = "";
  for (const step of STEPS) {
    const rows = Math.min(step.rows, Math.ceil(limit3 / SHORTEST_ROW));
    text = render({ ...step, rows, paste: Math.min(step.paste, limit3) });
    if (sizeOf2(text) <= limit3) break;
  }
  return text;
}
var utf16Units = (text) => text.length;
function utf8Bytes(text) {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 128) bytes += 1;
    else if (unit < 2048) bytes += 2;
    else if (isPair(text, i)) [bytes, i] = [bytes + 4, i + 1];
    else bytes += 3;
  }
  return bytes;
}
var isPair = (text, at2) => (text.charCodeAt(at2) & 64512) === 55296 && (text.charCodeAt(at2 + 1) & 64512) === 56320;

// src/report/denied.ts
var FLOW = column(phrase`What stops working`);
var SEEN = numbers(phrase`Seen`);
var deniedFlows = ({ document }) => document.flows.filter(({ change }) => change === "newly-denied");
var isCounted2 = ({ expected: expected2, waiver }) => expected2 === void 0 && waiver === void 0;
var flowCell = (flow) => phrase`${flowName(flow)}${partly(flow)}`;
function mistakes2(view) {
  const found = deniedFlows(view).filter((flow) => isCounted2(flow) && flow.intention?.is === "probably-a-mistake");
  if (found.length === 0) return [];
  const row = (flow) => {
    const near = flow.intention?.near;
    return [
      flowCell(flow),
      seenName(flow.seen),
      capitalised(near === void 0 ? stoppedBy(flow, view.document.after) : mistake(near)),
      fixOf(near, view)
    ];
  };
  return [
    paragraph(strong(phrase`Probably a mistake (${found.length})`)),
    ...openTable(view, [FLOW, SEEN, wide(phrase`Why`), wide(phrase`Fix at`)], found, row)
  ];
}
function fixOf(near, { document }) {
  if (near === void 0) return NOTHING;
  const correction = near.fix === void 0 ? NOTHING : phrase`${value(near.fix.from)} → ${value(near.fix.to)}, `;
  if (near.fromCluster || near.fixAt === void 0) return phrase`${correction}known only from the cluster`;
  return phrase`${correction}${placeName(near.fixAt, document.after)}`;
}
function sufferersOf(all) {
  const bySource2 = /* @__PURE__ */ new Map();
  for (const flow of all) {
    const key = `${flow.source.is} ${flow.source.name}`;
    const group = bySource2.get(key);
    if (group === void 0) bySource2.set(key, [flow]);
    else group.push(flow);
  }
  return Array.from(bySource2.values(), (group) => {
    const sorted = [...group].sort(byKeys(({ seen }) => -seen.count));
    return { source: firstSource(group), flows: sorted, weight: group.reduce((sum, { seen }) => sum + seen.count, 0) };
  }).sort(byKeys(({ weight: weight2 }) => -weight2));
}
var firstSource = ([first2]) => first2?.source ?? { name: "", is: "address" };
function intended2(view) {
  const found = deniedFlows(view).filter((flow) => isCounted2(flow) && flow.intention?.is !== "probably-a-mistake");
  if (found.length === 0) return [];
  const { detail, document, rest } = view;
  const sufferers = sufferersOf(found);
  const rows = sufferers.flatMap((one) => one.flows.map((flow, i) => ({ flow, isFirst: i === 0 })));
  const row = ({ flow, isFirst }) => [
    isFirst ? flowCell(flow) : phrase`${destinationName(flow)}${partly(flow)}`,
    seenName(flow.seen),
    phrase`${capitalised(stoppedBy(flow, document.after))}. ${nearest2(flow.intention?.near, document.after)}.`
  ];
  const columns = [FLOW, SEEN, wide(phrase`Why, and the nearest rule that allows`)];
  return [
    paragraph(
      phrase`${strong(phrase`Looks intended (${found.length})`)}: no rule was written for ${found.length === 1 ? phrase`it` : phrase`these`}, or the nearest one asks for something else that exists.`
    ),
    ...detail.shown === 0 ? [] : [paragraph(inOneLine(sufferers, detail.shown))],
    ...sentence(offer(view, found.length)),
    ...details(
      found.length === 1 ? phrase`The flow, what stops it, and the nearest rule that allows` : phrase`The ${found.length} flows, what stops each, and the nearest rule that allows`,
      foldedTable(view, columns, rows, row)
    ),
    ...paste(view, rest)
  ];
}
function inOneLine(sufferers, most) {
  const shown3 = sufferers.slice(0, most).map(({ flows: group, source: source2 }) => {
    const destinations = new Map(group.map(({ destination: destination2 }) => [destination2.name, endName(destination2)]));
    return phrase`${endName(source2)} →\u00a0${listedUpTo(3, [...destinations.values()])}`;
  });
  const rest = sufferers.length - most;
  const more2 = rest > 0 ? [counted(rest, phrase`more source`, phrase`more sources`)] : [];
  return joined3([...shown3, ...more2], phrase` · `);
}
var FILE = "netpol-expectations.yml";
var offer = ({ document }, count3) => document.expectations.paste === void 0 ? NOTHING : phrase`If ${count3 === 1 ? phrase`it is` : phrase`they are`} meant to stop, say so once in ${name2(FILE)} (entries below); then nobody has to ask again.`;
function paste({ detail, document }, rest) {
  const text = document.expectations.paste;
  if (text === void 0 || detail.rows === 0) return [];
  const summary = phrase`Entries for ${name2(FILE)}, ready to paste`;
  if (text.length > detail.paste) return details(summary, [paragraph(phrase`They are too long for here, and ${rest}.`)]);
  return details(summary, [{ is: "code", language: "yaml", text }]);
}
function expected(view) {
  const found = deniedFlows(view).filter((flow) => flow.expected !== void 0);
  if (found.length === 0) return [];
  const added2 = found.filter((flow) => flow.expected?.addedByChange === true).length;
  const byChange = added2 === 0 ? NOTHING : phrase`; ${added2 === found.length ? phrase`all` : phrase`${added2}`} by entries that this change adds`;
  const row = (flow) => [
    flowCell(flow),
    seenName(flow.seen),
    prose2(flow.expected?.reason ?? ""),
    flow.expected === void 0 ? NOTHING : phrase`${placeName(flow.expected.at, view.document.after)}${flow.expected.addedByChange ? phrase`, added by this change` : NOTHING}`
  ];
  return [
    paragraph(
      phrase`${strong(phrase`Expected (${found.length})`)}: ${flows(found.length)} would be cut as ${name2(FILE)} says, and ${isAre(found.length)} not counted${byChange}.`
    ),
    ...details(
      phrase`What is expected, and why`,
      foldedTable(view, [FLOW, SEEN, wide(phrase`Reason`), wide(phrase`Written at`)], found, row)
    )
  ];
}
function waived(view) {
  const found = view.document.flows.filter((flow) => flow.expected === void 0 && flow.waiver !== void 0);
  if (found.length === 0) return [];
  const row = (flow) => [
    flowCell(flow),
    CHANGES2[flow.change],
    name2(flow.waiver?.owner ?? ""),
    name2(flow.waiver?.expires ?? ""),
    prose2(flow.waiver?.reason ?? "")
  ];
  const columns = [
    column(phrase`Flow`),
    column(phrase`Change`),
    column(phrase`Owner`),
    column(phrase`Until`),
    wide(phrase`Reason`)
  ];
  return [
    paragraph(
      phrase`${strong(phrase`Waived (${found.length})`)}: ${counted(found.length, phrase`flow changes`, phrase`flows change`)} under a waiver and ${isAre(found.length)} not counted.`
    ),
    ...details(phrase`What is waived, and why`, foldedTable(view, columns, found, row))
  ];
}
var expiredWaivers = ({ detail, document }) => document.waivers.filter((waiver) => waiver.expired && waiver.matched > 0).slice(0, Math.max(1, detail.shown)).map(
  ({ expires, matched, owner, reason }) => paragraph(
    phrase`The waiver of ${name2(owner)} for ${flows(matched)} (${prose2(reason)}) expired on ${name2(expires)}: renew it on the base branch, or mend the policy.`
  )
);

// src/report/uncertain.ts
var FLOW2 = column(phrase`Flow`);
var SEEN2 = numbers(phrase`Seen`);
var MOST_BOUNDS2 = 3;
var MOST_REASONS4 = 2;
function newlyAllowed(view) {
  const { document } = view;
  const found = document.flows.filter(({ change, waiver }) => change === "newly-allowed" && waiver === void 0);
  if (found.length === 0) return [];
  const columns = [FLOW2, SEEN2, wide(phrase`Before`), wide(phrase`After`)];
  const row = (flow) => {
    const denied = flow.ends.filter(({ before }) => before.answer === "deny");
    const ends = denied.length > 0 ? denied : flow.ends;
    const by = (which) => joined3(
      ends.map((end2) => decidedBy3(end2.direction, end2[which], document[which])),
      phrase`; and `
    );
    return [flowName(flow), seenName(flow.seen), by("before"), by("after")];
  };
  return [
    paragraph(
      phrase`${strong(phrase`Newly allowed (${found.length})`)}: ${found.length === 1 ? phrase`this was` : phrase`these were`} denied in the records, and would get through.`
    ),
    ...openTable(view, columns, found, row)
  ];
}
function groupsOf(all, view) {
  const byBound = /* @__PURE__ */ new Map();
  for (const flow of all) {
    const because3 = distinct3(flow.because.map((reason) => phrase`${reasonOf3(reason)}${placeOfReason(reason, view)}`));
    const key = JSON.stringify([flow.possiblyCut, flow.possiblyAllowed, because3.map(plain2)]);
    const group = byBound.get(key);
    if (group === void 0) byBound.set(key, { flows: [flow], because: because3 });
    else group.flows.push(flow);
  }
  return Array.from(byBound.values(), ({ because: because3, flows: group }) => {
    const opens = group[0]?.possiblyAllowed ?? [];
    const bounds = opens.length > 0 ? opens : group[0]?.possiblyCut ?? [];
    const first2 = group[0]?.because.slice(0, MOST_REASONS4) ?? [];
    return {
      flows: group,
      fate: opens.length > 0 ? "allowed" : "cut",
      bounds,
      breadth: breadthOf2(bounds),
      because: because3,
      remedies: distinct3(first2.map(remedyFor)).filter((remedy) => remedy.length > 0)
    };
  }).sort(
    byKeys(
      ({ breadth }) => breadth === void 0 ? 1 : 0,
      ({ breadth }) => Number(breadth ?? 0n),
      ({ flows: group }) => -group.length
    )
  );
}
var placeOfReason = ({ at: at2 }, { document }) => placeAfter({ at: at2, fromCluster: false }, document.after);
function distinct3(phrases) {
  const seen = /* @__PURE__ */ new Set();
  return phrases.filter((one) => {
    const text = plain2(one);
    return !seen.has(text) && seen.add(text);
  });
}
var EVERYTHING2 = 2n ** 128n;
function breadthOf2(bounds) {
  if (bounds.length === 0) return void 0;
  if (bounds.some(isBroad)) return EVERYTHING2;
  return bounds.reduce((sum, bound2) => {
    const cidr = parseNet(bound2);
    return sum + (cidr === void 0 ? 1n : cidr.last - cidr.first + 1n);
  }, 0n);
}
function uncertain(view) {
  const { detail, document, rest } = view;
  const found = document.flows.filter(({ change, waiver }) => change === "now-uncertain" && waiver === void 0);
  if (found.length === 0) return [];
  const groups = groupsOf(found, view);
  const left = groups.slice(detail.shown).reduce((sum, group) => sum + group.flows.length, 0);
  const shared2 = sharedRemedies(groups);
  const items = groups.slice(0, detail.shown).map((group) => item(group, detail.shown, shared2.length === 0));
  const more2 = left > 0 && items.length > 0 ? [phrase`${flows(left)} more, ${rest}`] : [];
  const isExplained = groups.length <= detail.shown;
  const rows = groups.flatMap((group) => group.flows.map((flow) => ({ flow, group })));
  const row = ({ flow, group }) => [
    flowName(flow),
    seenName(flow.seen),
    group.fate === "cut" ? boundsOf(group) : phrase`would be allowed ${boundsOf(group)}`,
    ...isExplained ? [] : [listed(group.because)]
  ];
  const columns = [FLOW2, SEEN2, wide(phrase`Would be cut`), ...isExplained ? [] : [wide(phrase`Not known, because`)]];
  return [
    paragraph(
      phrase`${strong(phrase`Uncertain (${found.length})`)}: whether ${found.length === 1 ? phrase`this` : phrase`these`} would be cut hangs on what the records do not say.`
    ),
    ...list2([...items, ...more2]),
    ...items.length > 0 ? settledBy(shared2) : [],
    ...details(
      found.length === 1 ? phrase`The uncertain flow` : phrase`The ${found.length} uncertain flows`,
      foldedTable(view, columns, rows, row)
    )
  ];
}
function item(group, most, withRemedy) {
  const why = group.because.slice(0, MOST_REASONS4);
  const because3 = why.length === 0 ? NOTHING : phrase` Not known, because ${joined3(why, phrase`; and because `)}.`;
  const remedy = withRemedy && group.remedies.length > 0 ? phrase` To settle it: ${joined3(group.remedies, phrase`; `)}.` : NOTHING;
  return phrase`${strong(flows(group.flows.length))} ${fate2(group)}: ${routes(group.flows, most)}.${because3}${remedy}`;
}
function sharedRemedies(groups) {
  const texts4 = new Set(groups.map(({ remedies }) => remedies.map(plain2).join("\n")));
  return groups.length > 1 && texts4.size === 1 ? groups[0]?.remedies ?? [] : [];
}
var settledBy = (remedies) => remedies.length === 0 ? [] : [paragraph(phrase`To settle these: ${joined3(remedies, phrase`; `)}.`)];
var fate2 = (group) => group.breadth === void 0 ? phrase`may or may not be cut` : group.fate === "cut" ? phrase`would be cut ${boundsOf(group)}` : phrase`${isAre(group.flows.length)} denied today, and would be allowed ${boundsOf(group)}`;
var MOST_ADDRESSES = 2n ** 31n;
function boundsOf({ bounds, breadth }) {
  if (breadth === void 0) return phrase`not known`;
  const which = listedUpTo(MOST_BOUNDS2, bounds.map(boundName));
  if (bounds.some(isBroad)) return phrase`for ${which}`;
  return breadth > MOST_ADDRESSES ? phrase`for most addresses (${which})` : phrase`only for ${which}`;
}
function routes(all, most) {
  const byDestination2 = /* @__PURE__ */ new Map();
  for (const flow of all) {
    const key = `${flow.destination.is} ${flow.destination.name}`;
    const group = byDestination2.get(key);
    if (group === void 0) byDestination2.set(key, [flow]);
    else group.push(flow);
  }
  const routesOf = Array.from(byDestination2.values(), (group) => {
    const sources = new Map(group.map(({ source: source2 }) => [source2.name, endName(source2)]));
    const [first2] = group;
    return phrase`${listedUpTo(most, [...sources.values()])} →\u00a0${first2 === void 0 ? NOTHING : endName(first2.destination)}`;
  });
  const left = routesOf.length - most;
  const more2 = left > 0 ? [counted(left, phrase`more destination`, phrase`more destinations`)] : [];
  return joined3([...routesOf.slice(0, most), ...more2], phrase` · `);
}

// src/report/layout.ts
function layout(view, resolved = false) {
  const { document } = view;
  const top = headline(document, resolved);
  if (document.conclusion.result === "error") {
    return [
      top,
      ...causes(view),
      ...errorsInChange(view),
      ...aside2(view, () => [...diagnostics(view), ...notes(view)]),
      footer(view)
    ];
  }
  return [
    top,
    ...judgedAs(document),
    ...contradictions(view),
    ...mistakes2(view),
    ...failedAssertions(view),
    ...errorsInChange(view),
    ...intended2(view),
    ...expected(view),
    ...newlyAllowed(view),
    ...uncertain(view),
    ...waived(view),
    ...otherSets2(view),
    ...preview(view),
    ...evidence(view),
    ...verdict(view),
    ...expiredWaivers(view),
    ...document.evidence === void 0 ? objects(view) : [],
    ...aside2(view, () => [
      ...expectations(view),
      ...document.evidence === void 0 ? [] : objects(view),
      ...diagnostics(view),
      ...drift(view),
      ...notes(view)
    ]),
    ...counts2(view),
    footer(view)
  ];
}
var judgedAs = ({ evidence: known4, policySet }) => policySet === "enforced" || known4 === void 0 ? [] : [paragraph(phrase`Judged as things would be ${POLICY_SETS[policySet]} (policy set ${policySet}).`)];
function footer({ document: { after, before, tool }, rest }) {
  return {
    is: "footer",
    of: phrase`${name2(`${tool.name} ${tool.version}`)} · ${sideName(after)} against ${sideName(before)} · all details ${rest}`
  };
}
var sideName = ({ label }) => label === "" ? NOTHING : name2(label);

// src/report/markdown.ts
var COMMENT_BUDGET = 6e4;
var SUMMARY_BUDGET = 1e6;
function renderComment(document, options2) {
  const { budget = COMMENT_BUDGET, marker, resolved = false, runUrl } = options2;
  const summary = link(phrase`job summary`, runUrl === void 0 ? void 0 : httpUrl(runUrl));
  const rest = phrase`in the ${summary} and in ${name2("report.json")}`;
  return fitted((detail) => `${marker}
${markdownOf(layout({ document, detail, rest }, resolved))}
`, {
    limit: budget,
    sizeOf: utf16Units
  });
}
function renderSummary(document, budget = SUMMARY_BUDGET) {
  const rest = phrase`in ${name2("report.json")}`;
  return fitted((detail) => `${markdownOf(layout({ document, detail, rest }))}
`, { limit: budget, sizeOf: utf8Bytes });
}
var comparablePart = (markdown) => markdown.replace(/\r\n/g, "\n").replace(/<!--age-->[^\n]*?<!--\/age-->/g, "").trim();
var ICONS = { pass: "✅", warn: "⚠️", fail: "❌", error: "⚠️" };
var markdownOf = (blocks) => blocks.map(markdownBlock).join("\n\n");
function markdownBlock(block) {
  switch (block.is) {
    case "headline":
      return `### ${ICONS[block.tone]} ${inlineOf(block.of)}`;
    case "paragraph":
      return inlineOf(block.of);
    case "list":
      return block.items.map((item2) => `- ${inlineOf(item2)}`).join("\n");
    case "table":
      return tableOf(block.columns, block.rows);
    case "code":
      return codeFence(block.language, block.text);
    case "details":
      return `<details><summary>${htmlOf(block.summary)}</summary>

${markdownOf(block.of)}

</details>`;
    case "footer":
      return `<sub>${inlineOf(block.of)}</sub>`;
  }
}
var tableOf = (columns, rows) => markdownTable([columns.map(({ title }) => cellOf(title)), ...rows.map((row) => row.map(cellOf))], {
  align: columns.map(({ align }) => align === "right" ? "r" : ""),
  alignDelimiters: false
});
var cellOf = (of2) => tableCell(inlineOf(of2));
var inlineOf = (of2) => of2.map(inline).join("");
function inline(piece) {
  switch (piece.is) {
    case "words":
      return piece.text;
    case "name":
    case "value":
      return codeSpan(piece.raw);
    case "prose":
      return prose(piece.raw);
    case "strong":
      return `**${inlineOf(piece.of)}**`;
    case "link":
      return `[${inlineOf(piece.of)}](${piece.to})`;
    case "age":
      return `<!--age-->${inlineOf(piece.of)}<!--/age-->`;
  }
}
var htmlOf = (of2) => of2.map(htmlInline).join("");
function htmlInline(piece) {
  switch (piece.is) {
    case "words":
      return htmlWords(piece.text);
    case "name":
    case "value":
    case "prose":
      return `<code>${htmlText(shown2(piece.raw, VALUE_LIMIT))}</code>`;
    case "strong":
      return `<b>${htmlOf(piece.of)}</b>`;
    case "link":
      return `<a href="${piece.to}">${htmlOf(piece.of)}</a>`;
    case "age":
      return htmlOf(piece.of);
  }
}

// src/report/text.ts
function renderText(document, { colour = false, rows = 200 } = {}) {
  const detail = { rows, shown: Math.min(rows, 10), asides: true, paste: 2e4 };
  const view = { document, detail, rest: phrase`in ${name2("report.json")}` };
  const lines2 = new Lines2(colour).blocks(layout(view), "");
  return `${lines2.map(inertLine).join("\n")}
`;
}
var WORDS3 = { pass: "PASS", warn: "PASS", fail: "FAIL", error: "ERROR" };
var COLOURS = { pass: "1;32", warn: "1;33", fail: "1;31", error: "1;31" };
var BOLD = "1";
var FAINT = "2";
var WIDEST = 60;
var Lines2 = class {
  #colour;
  constructor(colour) {
    this.#colour = colour;
  }
  /** Blank lines between blocks, all indented */
  blocks(blocks, indent) {
    return blocks.flatMap((block, i) => [...i === 0 ? [] : [""], ...this.#block(block, indent)]);
  }
  #block(block, indent) {
    switch (block.is) {
      case "headline":
        return [
          `${indent}${this.#styled(WORDS3[block.tone], COLOURS[block.tone])}  ${this.#styled(plain2(block.of), BOLD)}`
        ];
      case "paragraph":
        return [`${indent}${this.#inline(block.of)}`];
      case "list":
        return block.items.map((item2) => `${indent}- ${this.#inline(item2)}`);
      case "table":
        return this.#table(block.columns, block.rows, `${indent}  `);
      case "code":
        return block.text.trimEnd().split(/\r\n|\r|\n/).map((line) => `${indent}    ${logLine(line)}`);
      case "details":
        return [`${indent}${this.#styled(plain2(block.summary), BOLD)}:`, ...this.blocks(block.of, `${indent}  `)];
      case "footer":
        return [`${indent}${this.#styled(plain2(block.of), FAINT)}`];
    }
  }
  #table(columns, rows, indent) {
    const short2 = columns.flatMap((column2, at2) => column2.wide ? [] : [{ column: column2, at: at2 }]);
    const cell = (row, at2) => plain2(row[at2] ?? []);
    const widths = short2.map(
      ({ at: at2, column: column2 }) => Math.min(WIDEST, Math.max(widthOf(plain2(column2.title)), ...rows.map((row) => widthOf(cell(row, at2)))))
    );
    const line = (texts4) => texts4.map((text, i) => padded2(text, widths[i] ?? 0, short2[i]?.column.align === "right")).join("  ").trimEnd();
    const head = line(short2.map(({ column: column2 }) => plain2(column2.title)));
    return [
      `${indent}${this.#styled(head, FAINT)}`,
      ...rows.flatMap((row) => [
        `${indent}${line(short2.map(({ at: at2 }) => cell(row, at2)))}`,
        ...columns.flatMap((column2, at2) => this.#wideCell(column2, row[at2] ?? [], indent))
      ])
    ];
  }
  #wideCell(column2, of2, indent) {
    if (!column2.wide || of2.length === 0) return [];
    return [`${indent}    ${this.#styled(`${plain2(column2.title)}:`, FAINT)} ${this.#inline(of2)}`];
  }
  #inline(of2) {
    return of2.map((piece) => this.#piece(piece)).join("");
  }
  #piece(piece) {
    if (piece.is === "strong") return this.#styled(plain2(piece.of), BOLD);
    return plain2([piece]);
  }
  #styled(text, sgr) {
    return this.#colour && text !== "" ? `\x1B[${sgr}m${text}\x1B[0m` : text;
  }
};
var widthOf = (text) => Array.from(text).length;
function padded2(text, width, right) {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

// src/action/report.ts
async function publishReport(publication) {
  const { document, runner } = publication;
  runner.group("Report", renderText(document, { colour: false }).split("\n"));
  const summary = renderSummary(document);
  const [json = "", markdown = ""] = runner.writeFiles([
    { name: "report.json", text: renderJson(document) },
    { name: "report.md", text: summary }
  ]);
  runner.setOutputs(outputsOf(publication, json, markdown));
  runner.summarise(summary);
  const onLines = annotationsOf(document, Infinity).map(({ level, line, message, path: path6, title }) => ({
    level,
    title,
    message,
    at: path6 === void 0 ? void 0 : { path: path6, line: line ?? 1 }
  }));
  runner.annotate([...verdictOf3(publication), ...onLines]);
  const result2 = await comment(publication);
  if (result2 !== void 0 && "url" in result2) runner.setOutputs({ "comment-url": result2.url });
}
function verdictOf3({ document, settings }) {
  const { reasons: reasons2, result: result2 } = document.conclusion;
  if (result2 === "pass") return [];
  const said2 = headline(document, false);
  const causes2 = reasons2.flatMap((reason) => reason.is === "could-not-run" ? [`${plain2(sentenceOf(reason))}.`] : []);
  const message = [...said2.is === "headline" ? [`${plain2(said2.of)}.`] : [], ...causes2].join(" ");
  const level = result2 === "fail" && settings?.failOn === "never" ? "warning" : "error";
  return [{ level, at: void 0, title: "Netpol preflight", message }];
}
function outputsOf({ document, snapshotRun }, json, markdown) {
  const { conclusion, counts: counts3, evidence: evidence2 } = document;
  const hours = evidence2?.ageSeconds === void 0 ? "" : (evidence2.ageSeconds / 3600).toFixed(1);
  return {
    result: conclusion.result,
    "newly-denied": String(counts3.newlyDenied),
    "newly-allowed": String(counts3.newlyAllowed),
    uncertain: String(counts3.uncertain),
    "report-json": json,
    "report-markdown": markdown,
    "comment-url": "",
    "snapshot-age-hours": hours,
    "snapshot-run-id": snapshotRun === void 0 ? "" : String(snapshotRun.id)
  };
}
async function comment(publication) {
  const { comparison, context, document, github, runner, settings } = publication;
  const pullRequest = comparison?.is === "compare" ? comparison.pullRequest : void 0;
  if (github === void 0 || pullRequest === void 0 || settings?.comment === false) return void 0;
  if (pullRequest.readOnly && pullRequest.fork) {
    notice(
      runner,
      "The comment is skipped: on pull requests from forks the token is read-only. docs/forks.md shows the way in two steps."
    );
    return void 0;
  }
  const key = settings?.commentKey ?? "default";
  const marker = markerOf(key);
  const says = !isQuiet(document);
  const body = renderComment(document, { marker: marker.trimEnd(), resolved: !says, runUrl: context.runUrl });
  const result2 = await github.putComment({
    number: pullRequest.number,
    headSha: pullRequest.headSha,
    key,
    body: body.slice(marker.length),
    create: says,
    comparable: newsOf
  });
  if (result2.is === "skipped") {
    const remedy = result2.forbidden ? ` The job needs: ${neededPermissions()}` : "";
    notice(runner, `The comment is skipped: ${result2.why}.${remedy}`);
  }
  return result2;
}
var newsOf = (body) => comparablePart(body.replace(/\[job summary\]\([^)]*\)/g, "[job summary]"));
var notice = (runner, message) => runner.annotate([{ level: "notice", at: void 0, title: "Netpol preflight", message }]);

// src/action/side-ports.ts
import path4 from "node:path";

// node_modules/balanced-match/dist/esm/index.js
var range2 = (a, b, str) => {
  let begs, beg, left, right = void 0, result2;
  let ai = str.indexOf(a);
  let bi = str.indexOf(b, ai + 1);
  let i = ai;
  if (ai >= 0 && bi > 0) {
    if (a === b) {
      return [ai, bi];
    }
    begs = [];
    left = str.length;
    while (i >= 0 && !result2) {
      if (i === ai) {
        begs.push(i);
        ai = str.indexOf(a, i + 1);
      } else if (begs.length === 1) {
        const r = begs.pop();
        if (r !== void 0)
          result2 = [r, bi];
      } else {
        beg = begs.pop();
        if (beg !== void 0 && beg < left) {
          left = beg;
          right = bi;
        }
        bi = str.indexOf(b, i + 1);
      }
      i = ai < bi && ai >= 0 ? ai : bi;
    }
    if (begs.length && right !== void 0) {
      result2 = [left, right];
    }
  }
  return result2;
};

// node_modules/brace-expansion/dist/esm/index.js
var escSlash = "\0SLASH" + Math.random().toFixed(16) + "\0";
var escOpen = "\0OPEN" + Math.random().toFixed(16) + "\0";
var escClose = "\0CLOSE" + Math.random().toFixed(16) + "\0";
var escComma = "\0COMMA" + Math.random().toFixed(16) + "\0";
var escPeriod = "\0PERIOD" + Math.random().toFixed(16) + "\0";
var escSlashPattern = new RegExp(escSlash, "g");
var escOpenPattern = new RegExp(escOpen, "g");
var escClosePattern = new RegExp(escClose, "g");
var escCommaPattern = new RegExp(escComma, "g");
var escPeriodPattern = new RegExp(escPeriod, "g");
var slashPattern = /\\\\/g;
var openPattern = /\\{/g;
var closePattern = /\\}/g;
var commaPattern = /\\,/g;
var periodPattern = /\\\./g;
var EXPANSION_MAX = 1e5;
var EXPANSION_MAX_LENGTH = 4e6;
var EXPANSION_MAX_DEPTH = 1e3;
var EXPANSION_MAX_REWRITES = 1e3;
var EXPANSION_MAX_STEPS = 2e7;
var CALL_STEPS = 16;
function numeric(str) {
  return !isNaN(str) ? parseInt(str, 10) : str.charCodeAt(0);
}
function escapeBraces(str) {
  return str.replace(slashPattern, escSlash).replace(openPattern, escOpen).replace(closePattern, escClose).replace(commaPattern, escComma).replace(periodPattern, escPeriod);
}
function unescapeBraces(str) {
  return str.replace(escSlashPattern, "\\").replace(escOpenPattern, "{").replace(escClosePattern, "}").replace(escCommaPattern, ",").replace(escPeriodPattern, ".");
}
function pushAll(target, items) {
  for (let i = 0; i < items.length; i++) {
    target.push(items[i]);
  }
}
function balancedWithBudget(str, masked, budget) {
  if (budget.remaining < 0) {
    return void 0;
  }
  const r = range2("{", "}", masked);
  const unmatched = r !== void 0 && masked.indexOf("{") < r[0];
  budget.remaining -= r && !unmatched ? r[1] + 1 : str.length;
  if (!r || budget.remaining < 0) {
    return void 0;
  }
  return {
    end: r[1],
    pre: str.slice(0, r[0]),
    body: str.slice(r[0] + 1, r[1]),
    post: str.slice(r[1] + 1),
    unmatched
  };
}
function maskUnmatchedOpens(masked, budget) {
  budget.remaining -= masked.length;
  const open3 = [];
  for (let i = 0; i < masked.length; i++) {
    const c = masked.charCodeAt(i);
    if (c === 123) {
      open3.push(i);
    } else if (c === 125 && open3.length) {
      open3.pop();
    }
  }
  let out = "";
  let last2 = 0;
  for (let i = 0; i < open3.length; i++) {
    const at2 = open3[i];
    out += masked.slice(last2, at2) + "\0";
    last2 = at2 + 1;
  }
  return out + masked.slice(last2);
}
function commaSetFollows(str, budget) {
  budget.remaining -= str.length;
  if (budget.remaining < 0) {
    return false;
  }
  let close = false;
  for (let i = str.length - 1; i >= 0; i--) {
    const c = str.charCodeAt(i);
    if (c === 125) {
      close = true;
    } else if (c === 10 || c === 13 || c === 8232 || c === 8233) {
      close = false;
    } else if (c === 44 && close && str.charCodeAt(i + 1) !== 44) {
      return true;
    }
  }
  return false;
}
function parseCommaParts(str, budget) {
  const parts = [];
  let carry = "";
  for (; ; ) {
    const m = balancedWithBudget(str, str, budget);
    if (budget.remaining < 0) {
      return void 0;
    }
    if (!m) {
      const tail = str.split(",");
      tail[0] = carry + tail[0];
      pushAll(parts, tail);
      return parts;
    }
    const { pre, body, post } = m;
    const p = pre.split(",");
    p[0] = carry + p[0];
    p[p.length - 1] += "{" + body + "}";
    if (!post.length) {
      pushAll(parts, p);
      return parts;
    }
    carry = p.pop();
    pushAll(parts, p);
    str = post;
  }
}
function bound(value2, fallback) {
  return value2 === void 0 || isNaN(value2) ? fallback : value2;
}
function expand2(str, options2 = {}) {
  if (!str) {
    return [];
  }
  const max = bound(options2.max, EXPANSION_MAX);
  const maxLength = bound(options2.maxLength, EXPANSION_MAX_LENGTH);
  const maxDepth = bound(options2.maxDepth, EXPANSION_MAX_DEPTH);
  const maxRewrites = bound(options2.maxRewrites, EXPANSION_MAX_REWRITES);
  const maxSteps = bound(options2.maxSteps, EXPANSION_MAX_STEPS);
  if (str.slice(0, 2) === "{}") {
    str = "\\{\\}" + str.slice(2);
  }
  return expand_(escapeBraces(str), max, maxLength, maxDepth, 0, maxRewrites, { remaining: maxSteps }, true).map(unescapeBraces);
}
function embrace(str) {
  return "{" + str + "}";
}
function isPadded(el) {
  return /^-?0\d/.test(el);
}
function lte(i, y) {
  return i <= y;
}
function gte(i, y) {
  return i >= y;
}
function combine2(acc, pre, values, max, maxLength, dropEmpties, budget) {
  const out = [];
  let length = 0;
  let nonEmpty;
  outer: for (let a = 0; a < acc.length; a++) {
    const prefix2 = acc[a] + pre;
    let vs = values;
    if (dropEmpties && !prefix2) {
      if (!nonEmpty)
        nonEmpty = values.filter((v) => v);
      vs = nonEmpty;
    }
    for (let v = 0; v < vs.length; v++) {
      if (out.length >= max)
        break outer;
      const expansion = prefix2 + vs[v];
      if (length + expansion.length > maxLength)
        break outer;
      out.push(expansion);
      length += expansion.length;
    }
  }
  budget.remaining -= out.length;
  return out;
}
function expandSequence(body, isAlphaSequence, max, maxLength, budget) {
  const n = body.split(/\.\./);
  const N = [];
  if (n[0] === void 0 || n[1] === void 0) {
    return N;
  }
  const x = numeric(n[0]);
  const y = numeric(n[1]);
  const width = Math.max(n[0].length, n[1].length);
  let incr = n.length === 3 && n[2] !== void 0 ? Math.max(Math.abs(numeric(n[2])), 1) : 1;
  let test = lte;
  const reverse = y < x;
  if (reverse) {
    incr *= -1;
    test = gte;
  }
  const pad = n.some(isPadded);
  const cost = pad ? width : 1;
  let length = 0;
  for (let i = x; test(i, y) && N.length < max; i += incr) {
    budget.remaining -= cost;
    if (budget.remaining < 0) {
      return void 0;
    }
    let c;
    if (isAlphaSequence) {
      c = String.fromCharCode(i);
      if (c === "\\") {
        c = "";
      }
    } else {
      c = String(i);
      if (pad) {
        const need = width - c.length;
        if (need > 0) {
          const z = new Array(need + 1).join("0");
          if (i < 0) {
            c = "-" + z + c.slice(1);
          } else {
            c = z + c;
          }
        }
      }
    }
    if (length + c.length > maxLength)
      break;
    N.push(c);
    length += c.length;
  }
  return N;
}
function expand_(str, max, maxLength, maxDepth, depth, maxRewrites, budget, isTop) {
  budget.remaining -= CALL_STEPS;
  if (depth > maxDepth) {
    return [str];
  }
  let acc = [""];
  let rewrites = 0;
  let dropEmpties = false;
  let firstGroup = true;
  let masked = str;
  for (; ; ) {
    const m = balancedWithBudget(str, masked, budget);
    if (!m) {
      return combine2(acc, str, [""], max, maxLength, dropEmpties, budget);
    }
    if (m.unmatched) {
      masked = maskUnmatchedOpens(masked, budget);
    }
    const pre = m.pre;
    const literal2 = () => combine2(acc, pre + "{" + m.body + "}" + m.post, [""], max, maxLength, dropEmpties, budget);
    if (/\$$/.test(pre)) {
      acc = combine2(acc, pre + "{" + m.body + "}", [""], max, maxLength, dropEmpties && !m.post.length, budget);
      firstGroup = false;
      if (!m.post.length)
        break;
      str = m.post;
      masked = masked.slice(m.end + 1);
      continue;
    }
    const isNumericSequence = /^-?\d+\.\.-?\d+(?:\.\.-?\d+)?$/.test(m.body);
    const isAlphaSequence = /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(m.body);
    const isSequence = isNumericSequence || isAlphaSequence;
    const isOptions = m.body.indexOf(",") >= 0;
    if (!isSequence && !isOptions) {
      if (rewrites < maxRewrites && commaSetFollows(m.post, budget)) {
        rewrites++;
        str = m.pre + "{" + m.body + escClose + m.post;
        masked = masked.slice(0, m.end) + escClose + masked.slice(m.end + 1);
        isTop = true;
        continue;
      }
      return literal2();
    }
    if (firstGroup) {
      dropEmpties = isTop && !isSequence;
      firstGroup = false;
    }
    let values;
    if (isSequence) {
      values = expandSequence(m.body, isAlphaSequence, max, maxLength, budget);
      if (!values) {
        return literal2();
      }
    } else {
      let n = parseCommaParts(m.body, budget);
      if (!n) {
        return literal2();
      }
      if (n.length === 1 && n[0] !== void 0) {
        n = expand_(n[0], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false).map(embrace);
        if (budget.remaining < 0) {
          return literal2();
        }
        if (n.length === 1) {
          const next2 = combine2(acc, pre + n[0], [""], max, maxLength, dropEmpties && !m.post.length, budget);
          if (budget.remaining < 0) {
            return literal2();
          }
          acc = next2;
          if (!m.post.length)
            break;
          str = m.post;
          masked = masked.slice(m.end + 1);
          continue;
        }
      }
      let dropsEmpties = dropEmpties && !m.post.length && !pre;
      for (let d = 0; dropsEmpties && d < acc.length; d++) {
        if (acc[d]) {
          dropsEmpties = false;
        }
      }
      values = [];
      let valuesLength = 0;
      outer: for (let j = 0; j < n.length; j++) {
        const expanded2 = expand_(n[j], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false);
        if (budget.remaining < 0) {
          return literal2();
        }
        for (let k = 0; k < expanded2.length; k++) {
          const v = expanded2[k];
          if (dropsEmpties && !v)
            continue;
          if (values.length >= max || valuesLength + v.length > maxLength) {
            break outer;
          }
          values.push(v);
          valuesLength += v.length;
        }
      }
    }
    const next = combine2(acc, pre, values, max, maxLength, dropEmpties && !m.post.length, budget);
    if (budget.remaining < 0) {
      return literal2();
    }
    acc = next;
    if (!m.post.length)
      break;
    str = m.post;
    masked = masked.slice(m.end + 1);
  }
  return acc;
}

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/numeric-range.js
var digit = (a, b) => a === b ? { t: "lit", ch: String(a) } : { t: "class", re: new RegExp(`^[${a}-${b}]$`) };
var prefix = (d, alts) => alts.map((s) => [digit(d, d), ...s]);
var fixed = (a, b) => {
  if (!a)
    return [[]];
  let lo = +a[0];
  let hi = +b[0];
  const ra = a.slice(1);
  const rb2 = b.slice(1);
  if (lo === hi)
    return prefix(lo, fixed(ra, rb2));
  const zeros = "0".repeat(ra.length);
  const nines = "9".repeat(ra.length);
  const out = [];
  if (ra !== zeros)
    out.push(...prefix(lo++, fixed(ra, nines)));
  const last2 = rb2 === nines ? [] : prefix(hi--, fixed(zeros, rb2));
  if (lo <= hi) {
    out.push([digit(lo, hi), ...Array.from(ra, () => digit(0, 9))]);
  }
  out.push(...last2);
  return out;
};
var nonneg = (a, b, width) => {
  if (width) {
    return fixed(String(a).padStart(width, "0"), String(b).padStart(width, "0"));
  }
  const out = [];
  for (let len = String(a).length; len <= String(b).length; len++) {
    const lo = Math.max(a, len === 1 ? 0 : 10 ** (len - 1));
    const hi = Math.min(b, 10 ** len - 1);
    out.push(...fixed(String(lo), String(hi)));
  }
  return out;
};
var numericRange = (loStr, hiStr) => {
  let lo = Number(loStr);
  let hi = Number(hiStr);
  if (!Number.isSafeInteger(lo) || !Number.isSafeInteger(hi))
    return;
  if (lo > hi)
    [lo, hi] = [hi, lo];
  const padded3 = /^-?0\d/.test(loStr) || /^-?0\d/.test(hiStr);
  const width = padded3 ? Math.max(loStr.length, hiStr.length) : 0;
  const out = [];
  if (lo < 0) {
    const neg = nonneg(Math.max(-hi, 1), -lo, width && width - 1);
    out.push(...neg.map((s) => [{ t: "lit", ch: "-" }, ...s]));
  }
  if (hi >= 0)
    out.push(...nonneg(Math.max(lo, 0), hi, width));
  return out;
};

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/parse-class.js
var posixClasses = {
  "[:alnum:]": ["\\p{L}\\p{Nl}\\p{Nd}"],
  "[:alpha:]": ["\\p{L}\\p{Nl}"],
  "[:ascii:]": ["\\x00-\\x7f"],
  "[:blank:]": ["\\p{Zs}\\t"],
  "[:cntrl:]": ["\\p{Cc}"],
  "[:digit:]": ["\\p{Nd}"],
  "[:graph:]": ["\\p{Z}\\p{C}", true],
  "[:lower:]": ["\\p{Ll}"],
  "[:print:]": ["\\p{C}", true],
  "[:punct:]": ["\\p{P}\\p{S}"],
  "[:space:]": ["\\p{Z}\\t\\r\\n\\v\\f"],
  "[:upper:]": ["\\p{Lu}"],
  "[:word:]": ["\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}"],
  "[:xdigit:]": ["A-Fa-f0-9"]
};
var braceEscape = (s) => s.replace(/[[\]\\-]/g, "\\$&");
var noMatch = /$./;
var parseClass = (glob, position, nocase = false, form) => {
  const norm = (c) => {
    const n = form ? c.normalize(form) : c;
    return [...n].length === 1 ? n : c;
  };
  const pos = position;
  if (glob.charAt(pos) !== "[") {
    throw new Error("not in a brace expression");
  }
  const ranges = [];
  const negs = [];
  let i = pos + 1;
  let sawStart = false;
  let escaping = false;
  let negate = false;
  let endPos = pos;
  let rangeStart = "";
  WHILE: while (i < glob.length) {
    const c = String.fromCodePoint(glob.codePointAt(i));
    if ((c === "!" || c === "^") && i === pos + 1) {
      negate = true;
      i++;
      continue;
    }
    if (c === "]" && sawStart && !escaping) {
      endPos = i + 1;
      break;
    }
    sawStart = true;
    if (c === "\\") {
      if (!escaping) {
        escaping = true;
        i++;
        continue;
      }
    }
    if (c === "[" && !escaping) {
      for (const [cls, [unip, neg]] of Object.entries(posixClasses)) {
        if (glob.startsWith(cls, i)) {
          if (rangeStart) {
            return [noMatch, glob.length - pos];
          }
          i += cls.length;
          if (neg)
            negs.push(unip);
          else
            ranges.push(unip);
          continue WHILE;
        }
      }
    }
    escaping = false;
    const n = norm(c);
    if (rangeStart) {
      if (n.codePointAt(0) > rangeStart.codePointAt(0)) {
        ranges.push(braceEscape(rangeStart) + "-" + braceEscape(n));
      } else if (n === rangeStart) {
        ranges.push(braceEscape(n));
      }
      rangeStart = "";
      i += c.length;
      continue;
    }
    if (glob.startsWith("-]", i + c.length)) {
      ranges.push(braceEscape(n + "-"));
      i += c.length + 1;
      continue;
    }
    if (glob.startsWith("-", i + c.length)) {
      rangeStart = n;
      i += c.length + 1;
      continue;
    }
    ranges.push(braceEscape(n));
    i += c.length;
  }
  if (endPos < i) {
    return [noMatch, 0];
  }
  if (!ranges.length && !negs.length) {
    return [noMatch, glob.length - pos];
  }
  const sranges = "[" + (negate ? "^" : "") + ranges.join("") + "]";
  const snegs = "[" + (negate ? "" : "^") + negs.join("") + "]";
  const comb = "^" + (ranges.length && negs.length ? "(" + sranges + "|" + snegs + ")" : ranges.length ? sranges : snegs);
  return [new RegExp(comb, nocase ? "iu" : "u"), endPos - pos];
};

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/index.js
var MATCH = { t: "match", id: 0 };
var extTypes = "!?+*@";
var lit = (ch) => ({ t: "lit", ch });
var reEscape = (s) => s.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
var newFoldRe = (s) => new RegExp(`^${reEscape(s)}$`, "iu");
var foldCache = /* @__PURE__ */ new Map();
var foldRe = (ch) => {
  let re = foldCache.get(ch);
  if (!re) {
    re = newFoldRe(ch);
    if (foldCache.size >= 1e3)
      foldCache.clear();
    foldCache.set(ch, re);
  }
  return re;
};
var litMatch = (l, c) => {
  if (c === l.ch)
    return true;
  if (!l.re)
    return false;
  const code2 = c.charCodeAt(0);
  if (code2 >= 128)
    return l.re.test(c);
  const ascii = l.ascii ??= new Uint8Array(128);
  ascii[code2] ||= l.re.test(c) ? 1 : 2;
  return ascii[code2] === 1;
};
var tokenize = (p, nocase, noext, form, mark) => {
  const toks = [];
  for (let i = 0; i < p.length; ) {
    const c = String.fromCodePoint(p.codePointAt(i));
    if (mark) {
      const m = c === "\\" && p.startsWith(mark, i + 1) ? 1 : 0;
      if (m || c === mark) {
        const start = i + m + mark.length;
        const end2 = p.indexOf(mark, start);
        const r = /^(-?\d+)\.\.(-?\d+)$/.exec(p.slice(start, end2));
        const alts = end2 !== -1 && r && numericRange(r[1], r[2]);
        if (alts) {
          toks.push({ t: "ext", type: "@", alts });
          i = end2 + mark.length;
          continue;
        }
      }
    }
    if (c === "\\") {
      const e = p.codePointAt(i + 1);
      const ch = e === void 0 ? c : String.fromCodePoint(e);
      toks.push(lit(ch));
      i += 1 + ch.length;
      continue;
    }
    if (c === "[") {
      const [re, consumed] = parseClass(p, i, nocase, form);
      if (consumed) {
        toks.push({ t: "class", re });
        i += consumed;
        continue;
      }
    }
    if (!noext && extTypes.includes(c) && p[i + 1] === "(") {
      toks.push({ t: "open", type: c });
      i += 2;
      continue;
    }
    toks.push(!noext && c === "|" ? { t: "bar" } : !noext && c === ")" ? { t: "close" } : c === "*" ? { t: "star" } : c === "?" ? { t: "any" } : lit(c));
    i += c.length;
  }
  return toks;
};
var pair = (toks) => {
  const pairs2 = /* @__PURE__ */ new Map();
  const stack = [];
  toks.forEach((tok, i) => {
    if (tok.t === "open")
      stack.push(i);
    else if (tok.t === "close" && stack.length)
      pairs2.set(stack.pop(), i);
  });
  return pairs2;
};
var build2 = (toks, pairs2, start, end2, top) => {
  let seq = [];
  const alts = [seq];
  for (let i = start; i < end2; i++) {
    const tok = toks[i];
    const close = pairs2.get(i);
    if (tok.t === "open" && close !== void 0) {
      const sub = build2(toks, pairs2, i + 1, close, false);
      seq.push({ t: "ext", type: tok.type, alts: sub });
      i = close;
    } else if (tok.t === "bar" && !top) {
      alts.push(seq = []);
    } else if (tok.t === "open") {
      seq.push(lit(tok.type), lit("("));
    } else if (tok.t === "bar") {
      seq.push(lit("|"));
    } else if (tok.t === "close") {
      seq.push(lit(")"));
    } else {
      seq.push(tok);
    }
  }
  return alts;
};
var normalize = (items, form) => {
  const out = [];
  let run2 = "";
  const flush = () => {
    for (const ch of run2.normalize(form))
      out.push(lit(ch));
    run2 = "";
  };
  for (const it of items) {
    if (it.t === "lit") {
      run2 += it.ch;
      continue;
    }
    flush();
    out.push(it.t === "ext" ? { ...it, alts: it.alts.map((a) => normalize(a, form)) } : it);
  }
  flush();
  return out;
};
var compile = (items, nocase) => {
  let id = 1;
  const split2 = (out) => ({ t: "split", id: id++, out });
  const seq = (items2, next) => items2.reduceRight((next2, it) => item2(it, next2), next);
  const item2 = (it, next) => {
    switch (it.t) {
      case "lit":
        const re = nocase ? foldRe(it.ch) : void 0;
        return { t: "lit", id: id++, ch: it.ch, re, next };
      case "any":
      case "star":
        return { t: it.t, id: id++, next };
      case "class":
        return { t: "class", id: id++, re: it.re, next };
    }
    const alts = (next2) => it.alts.map((a) => seq(a, next2));
    switch (it.type) {
      case "@":
        return split2(alts(next));
      case "?":
        return split2([next, ...alts(next)]);
      case "!":
        return { t: "neg", id: id++, sub: split2(alts(MATCH)), next };
    }
    const after = split2([]);
    const entry = split2(alts(after));
    after.out.push(next, entry);
    return it.type === "*" ? after : entry;
  };
  const start = seq(items, MATCH);
  return [start, id];
};
var show = (start) => {
  const lines2 = [];
  const seen = /* @__PURE__ */ new Set();
  const ref = (n) => n.t === "match" ? "match" : String(n.id);
  const walk = (n, indent) => {
    if (n.t === "match" || seen.has(n))
      return;
    seen.add(n);
    const line = (desc) => lines2.push(`${indent}${n.id}: ${desc}`);
    switch (n.t) {
      case "split":
        line(`split -> ${n.out.map(ref).join(", ")}`);
        for (const o of n.out)
          walk(o, indent);
        return;
      case "neg":
        line(`!(${ref(n.sub)}) -> ${ref(n.next)}`);
        walk(n.sub, indent + "  ");
        return walk(n.next, indent);
      case "lit":
        line(`${JSON.stringify(n.ch)} -> ${ref(n.next)}`);
        break;
      case "class":
        line(`${n.re} -> ${ref(n.next)}`);
        break;
      default:
        line(`${n.t === "any" ? "?" : "*"} -> ${ref(n.next)}`);
    }
    walk(n.next, indent);
  };
  walk(start, "");
  return [`start -> ${ref(start)}`, ...lines2].join("\n");
};
var State = class {
  // set by the Sim, to mark the nodes that this state has
  gen;
  threads = [];
  match = false;
  runs = [];
  // the sorted ids of the threads, with 0 for a match, once the
  // state is done
  ids = [];
  constructor(gen) {
    this.gen = gen;
  }
  // no threads, so nothing more can match
  get dead() {
    return !this.threads.length && !this.match && !this.runs.length;
  }
};
var sameState = (a, b) => {
  if (a.ids.length !== b.ids.length)
    return false;
  if (a.runs.length !== b.runs.length)
    return false;
  if (a.ids.some((id, i) => id !== b.ids[i]))
    return false;
  return a.runs.every((r) => b.runs.some((o) => o.neg === r.neg && sameState(o.state, r.state)));
};
var marks = (size) => ({
  has: new Float64Array(size),
  seen: new Float64Array(size),
  gen: 0
});
var Sim = class {
  // `.` and `..` only match literal dots, even with `dot:true`
  dots;
  // the string starts with `.`, and `dot:true` is not set
  dotStart;
  #marks;
  constructor(dots, dotStart, marks2) {
    this.dots = dots;
    this.dotStart = dotStart;
    this.#marks = marks2;
  }
  state() {
    return new State(++this.#marks.gen);
  }
  // sort the ids of a state, once it has all of its threads
  done(state) {
    state.ids = state.threads.map((n) => n.id).sort((a, b) => a - b);
    if (state.match)
      state.ids.unshift(MATCH.id);
    return state;
  }
  // true the first time that the state walks through the node, so
  // that loops in the graph stop
  #visit(state, node) {
    const { seen } = this.#marks;
    if (seen[node.id] === state.gen)
      return false;
    seen[node.id] = state.gen;
    return true;
  }
  #addThread(state, node) {
    const { has: has3 } = this.#marks;
    if (has3[node.id] === state.gen)
      return false;
    has3[node.id] = state.gen;
    state.threads.push(node);
    return true;
  }
  // wildcards only match a leading dot if `dot:true`. In a negated
  // sub-pattern, this does not apply, because the negation itself
  // can not match a leading dot.
  restricted(i, top) {
    return top && (this.dots || this.dotStart && i === 0);
  }
  add(state, node, i, top) {
    switch (node.t) {
      case "split":
        if (!this.#visit(state, node))
          return;
        for (const o of node.out)
          this.add(state, o, i, top);
        return;
      case "neg":
        if (!this.#visit(state, node))
          return;
        const sub = this.state();
        this.add(sub, node.sub, i, false);
        this.done(sub);
        return this.addRun(state, { t: "run", neg: node, state: sub }, i, top);
      case "star":
        if (this.restricted(i, top))
          return;
        if (this.#addThread(state, node))
          this.add(state, node.next, i, top);
        return;
      case "match":
        state.match = true;
        return;
      default:
        this.#addThread(state, node);
    }
  }
  addRun(state, run2, i, top) {
    for (const r of state.runs) {
      if (r.neg === run2.neg && sameState(r.state, run2.state))
        return;
    }
    state.runs.push(run2);
    if (!run2.state.match) {
      this.add(state, run2.neg.next, i, top);
    }
  }
  // the threads after char `c`, at index `i`
  step(state, c, i, top) {
    const next = this.state();
    for (const th of state.threads) {
      switch (th.t) {
        case "lit":
          if (litMatch(th, c)) {
            this.add(next, th.next, i + 1, top);
          }
          break;
        case "any":
          if (!this.restricted(i, top))
            this.add(next, th.next, i + 1, top);
          break;
        case "class":
          if (!this.restricted(i, top) && th.re.test(c)) {
            this.add(next, th.next, i + 1, top);
          }
          break;
        case "star":
          if (!this.restricted(i, top))
            this.add(next, th, i + 1, top);
      }
    }
    if (!this.restricted(i, top)) {
      for (const run2 of state.runs) {
        if (run2.state.dead) {
          this.addRun(next, run2, i + 1, top);
          continue;
        }
        const sub = this.step(run2.state, c, i, false);
        this.addRun(next, { t: "run", neg: run2.neg, state: sub }, i + 1, top);
      }
    }
    return this.done(next);
  }
};
var stateKey = (state) => {
  const ids = state.ids.join();
  if (!state.runs.length)
    return ids;
  const runs = state.runs.map((r) => `${r.neg.id}(${stateKey(r.state)})`);
  return `${ids}|${runs.sort().join("|")}`;
};
var DFA_BUDGET = 1 << 18;
var Dfa = class {
  #start;
  #states = /* @__PURE__ */ new Map();
  #size = 0;
  #plain;
  #dotStart;
  #sim;
  #dotSim;
  constructor(start, marks2) {
    this.#start = start;
    this.#sim = new Sim(false, false, marks2);
    this.#dotSim = new Sim(false, true, marks2);
  }
  #make(state) {
    return {
      state,
      match: state.match,
      dead: state.dead,
      next: /* @__PURE__ */ new Map()
    };
  }
  #intern(state) {
    const key = stateKey(state);
    const found = this.#states.get(key);
    if (found)
      return found;
    if (this.#size > DFA_BUDGET)
      this.#clear();
    const d = this.#make(state);
    this.#states.set(key, d);
    this.#size += key.length + 1;
    return d;
  }
  #clear() {
    this.#states.clear();
    this.#size = 0;
    this.#plain = void 0;
    this.#dotStart = void 0;
  }
  start(dotStart) {
    if (dotStart) {
      if (this.#dotStart)
        return this.#dotStart;
      const state2 = this.#dotSim.state();
      this.#dotSim.add(state2, this.#start, 0, true);
      return this.#dotStart = this.#make(this.#dotSim.done(state2));
    }
    if (this.#plain)
      return this.#plain;
    const state = this.#sim.state();
    this.#sim.add(state, this.#start, 0, true);
    return this.#plain = this.#intern(this.#sim.done(state));
  }
  // the next state, after a miss in `d.ascii`
  next(d, c) {
    const code2 = c.charCodeAt(0);
    const found = code2 < 128 ? void 0 : d.next.get(c);
    if (found)
      return found;
    const n = d === this.#dotStart ? this.#intern(this.#dotSim.step(d.state, c, 0, true)) : this.#intern(this.#sim.step(d.state, c, 1, true));
    if (code2 < 128) {
      if (!d.ascii) {
        d.ascii = new Array(128);
        this.#size += 128;
      }
      d.ascii[code2] = n;
    } else {
      d.next.set(c, n);
    }
    this.#size++;
    return n;
  }
};
var linear = (start) => {
  const nodes = [];
  for (let n = start; n.t !== "match"; n = n.next) {
    if (n.t === "split" || n.t === "neg")
      return void 0;
    nodes.push(n);
  }
  return nodes;
};
var testLinear = (nodes, chars, start, end2) => {
  let ni = 0;
  let ci = start;
  let starNi = -1;
  let starCi = 0;
  while (ci < end2) {
    const n = nodes[ni];
    if (n?.t === "star") {
      starNi = ni++;
      starCi = ci;
      continue;
    }
    const c = chars[ci];
    if (n && (n.t === "any" || n.t === "lit" && litMatch(n, c) || n.t === "class" && n.re.test(c))) {
      ni++;
      ci++;
      continue;
    }
    if (starNi === -1)
      return false;
    ni = starNi + 1;
    ci = ++starCi;
  }
  while (nodes[ni]?.t === "star")
    ni++;
  return ni === nodes.length;
};
var lengths = (items) => {
  let min = 0;
  let max = 0;
  for (const it of items) {
    const [lo, hi] = itemLengths(it);
    min += lo;
    max += hi;
  }
  return [min, max];
};
var itemLengths = (it) => {
  if (it.t === "star")
    return [0, Infinity];
  if (it.t !== "ext")
    return [1, 1];
  if (it.type === "!")
    return [0, Infinity];
  const alts = it.alts.map(lengths);
  const min = Math.min(...alts.map((a) => a[0]));
  const max = Math.max(...alts.map((a) => a[1]));
  const loop = max === 0 ? 0 : Infinity;
  return it.type === "@" ? [min, max] : it.type === "?" ? [0, max] : it.type === "*" ? [0, loop] : [min, loop];
};
var hasAffix = (lits, chars, start) => {
  for (let j = 0; j < lits.length; j++) {
    if (!litMatch(lits[j], chars[start + j]))
      return false;
  }
  return true;
};
var slashOrSurrogate = /[/\ud800-\udfff]/;
var surrogate = /[\ud800-\udfff]/;
var codePoints = (s) => surrogate.test(s) ? [...s] : s;
var noSlash = (s) => {
  if (s.includes("/")) {
    throw new Error("can only match a single path portion, got: " + s);
  }
};
var Matcher = class {
  pattern;
  options;
  #start;
  // the number of node ids
  #size;
  #marks;
  // the Sim for strings that are only `.` or `..`
  #dotsSim;
  // the string to compare, if the pattern has no magic. With
  // `nocase:true`, the RegExp that folds case is made when it is
  // first used.
  #literal;
  #literalFold = false;
  #literalRe;
  // the nodes between the prefix and suffix, if the graph is a
  // single chain
  #linear;
  // the linear nodes are only `*` and `?`, so the length bounds and
  // the prefix and suffix decide the match
  #wild = false;
  // the least and most chars that a match can have
  #min = 0;
  #max = Infinity;
  // the literals that a match must start and end with. Each one
  // matches exactly one char, and they are distinct items in the
  // pattern, so a string that does not have them can not match.
  #prefix = [];
  #suffix = [];
  // the prefix and suffix as strings, if they do not fold case
  #prefixStr;
  #suffixStr;
  // there is a prefix or suffix to check
  #affix = false;
  #dfa;
  #form;
  constructor(pattern, options2 = {}) {
    if (pattern.includes("/")) {
      throw new Error("can only match a single path portion, got pattern: " + pattern);
    }
    this.pattern = pattern;
    this.options = options2;
    const { nocase = false, noext = false, normalize: n } = options2;
    this.#form = n === true ? "NFC" : n || void 0;
    const literal2 = /^[?*+@]\(\)$/.test(pattern);
    const toks = tokenize(pattern, nocase, noext || literal2, this.#form, options2.rangeMark);
    let [items] = build2(toks, pair(toks), 0, toks.length, true);
    if (this.#form)
      items = normalize(items, this.#form);
    const [start, size] = compile(items, nocase);
    this.#start = start;
    this.#size = size;
    if (items.every((it) => it.t === "lit")) {
      this.#literal = items.map((it) => it.ch).join("");
      this.#literalFold = nocase;
    } else {
      const lit2 = (it) => it.t !== "lit" ? void 0 : nocase ? { ch: it.ch, re: foldRe(it.ch) } : { ch: it.ch };
      for (const it of items) {
        const l = lit2(it);
        if (!l)
          break;
        this.#prefix.push(l);
      }
      for (let j = items.length - 1; j >= 0; j--) {
        const l = lit2(items[j]);
        if (!l)
          break;
        this.#suffix.unshift(l);
      }
      this.#affix = !!(this.#prefix.length || this.#suffix.length);
      if (!nocase) {
        this.#prefixStr = this.#prefix.map((l) => l.ch).join("");
        this.#suffixStr = this.#suffix.map((l) => l.ch).join("");
      }
      this.#linear = linear(this.#start)?.slice(this.#prefix.length, -this.#suffix.length || void 0);
      this.#wild = !!this.#linear?.every((n2) => n2.t === "star" || n2.t === "any");
      const [min, max] = lengths(items);
      this.#min = min;
      this.#max = max;
    }
  }
  test(s) {
    if (this.#form) {
      noSlash(s);
      return this.#test(s.normalize(this.#form));
    }
    if (slashOrSurrogate.test(s)) {
      noSlash(s);
      return this.#test(s, [...s]);
    }
    return this.#test(s, s);
  }
  /**
   * The same as {@link Matcher#test}, but the string is not checked
   * for `/` chars, so the result for a string that has one is not
   * defined. Only use it for a string that is known to be one path
   * portion, such as a part of a path that was split on `/`. It can
   * be faster, because some patterns do not need to look at each char
   * of the string.
   */
  testUnchecked(s) {
    return this.#test(this.#form ? s.normalize(this.#form) : s);
  }
  // Test a string that has no `/`. `chars` indexes it by code point.
  // If it is not given, it is only found if a step needs it.
  #test(s, chars) {
    if (this.#literal !== void 0) {
      return this.#literalFold ? (this.#literalRe ??= newFoldRe(this.#literal)).test(s) : s === this.#literal;
    }
    const min = this.#min;
    const max = this.#max;
    if (chars === void 0) {
      const most = s.length;
      const least2 = most + 1 >> 1;
      if (most < min || least2 > max)
        return false;
      if (least2 < min || most > max)
        chars = codePoints(s);
    }
    if (chars !== void 0 && (chars.length < min || chars.length > max)) {
      return false;
    }
    const prefix2 = this.#prefix.length;
    if (this.#affix) {
      if (this.#prefixStr !== void 0 && this.#suffixStr !== void 0) {
        if (!s.startsWith(this.#prefixStr) || !s.endsWith(this.#suffixStr)) {
          return false;
        }
      } else {
        chars ??= codePoints(s);
        const end2 = chars.length - this.#suffix.length;
        if (!hasAffix(this.#prefix, chars, 0) || !hasAffix(this.#suffix, chars, end2)) {
          return false;
        }
      }
    }
    const dotStart = !this.options.dot && s.startsWith(".");
    if (this.#linear) {
      if (s === "." || s === "..")
        return false;
      if (dotStart && !prefix2)
        return false;
      if (this.#wild)
        return true;
      chars ??= codePoints(s);
      const end2 = chars.length - this.#suffix.length;
      return testLinear(this.#linear, chars, prefix2, end2);
    }
    chars ??= codePoints(s);
    if (s === "." || s === "..") {
      this.#marks ??= marks(this.#size);
      const sim = this.#dotsSim ??= new Sim(true, false, this.#marks);
      const start = sim.state();
      sim.add(start, this.#start, 0, true);
      let state = sim.done(start);
      for (let i = 0; i < chars.length; i++) {
        state = sim.step(state, chars[i], i, true);
      }
      return state.match;
    }
    this.#marks ??= marks(this.#size);
    const dfa = this.#dfa ??= new Dfa(this.#start, this.#marks);
    let d = dfa.start(dotStart);
    const str = chars === s;
    for (let i = 0; i < chars.length; i++) {
      if (d.dead)
        return false;
      const code2 = str ? s.charCodeAt(i) : chars[i].charCodeAt(0);
      d = d.ascii?.[code2] ?? dfa.next(d, chars[i]);
    }
    return d.match;
  }
  /** a readable listing of the state machine */
  toString() {
    return show(this.#start);
  }
};

// node_modules/minimatch/dist/esm/assert-valid-pattern.js
var MAX_PATTERN_LENGTH = 1024 * 64;
var assertValidPattern = (pattern) => {
  if (typeof pattern !== "string") {
    throw new TypeError("invalid pattern");
  }
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new TypeError("pattern is too long");
  }
};

// node_modules/minimatch/dist/esm/escape.js
var escape = (s, { windowsPathsNoEscape = false, magicalBraces = false } = {}) => {
  const e = magicalBraces ? windowsPathsNoEscape ? s.replace(/[?*()[\]{}]/g, "[$&]") : s.replace(/[?*()[\]\\{}]/g, "\\$&") : windowsPathsNoEscape ? s.replace(/[?*()[\]]/g, "[$&]") : s.replace(/[?*()[\]\\]/g, "\\$&");
  const c = e.charAt(0);
  if (c === "#") {
    return (windowsPathsNoEscape ? "[#]" : "\\#") + e.slice(1);
  }
  if (c === "!") {
    return (windowsPathsNoEscape ? "@(!)" : "\\!") + e.slice(1);
  }
  return e;
};

// node_modules/minimatch/dist/esm/unescape.js
var unescape = (s, { windowsPathsNoEscape = false, magicalBraces = true } = {}) => {
  if (windowsPathsNoEscape && s.startsWith("@(!)")) {
    return "!" + unescape(s.slice(4), { windowsPathsNoEscape, magicalBraces });
  }
  if (magicalBraces) {
    return windowsPathsNoEscape ? s.replace(/\[([^/\\])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\])\]/g, "$1$2").replace(/\\([^/])/g, "$1");
  }
  return windowsPathsNoEscape ? s.replace(/\[([^/\\{}])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\{}])\]/g, "$1$2").replace(/\\([^/{}])/g, "$1");
};

// node_modules/minimatch/dist/esm/index.js
var DEFAULT_BRACE_EXPAND_MAX = 1e5;
var DEFAULT_GLOB_STAR_RECURSION_MAX = 200;
var AWE_KEY = "allowWindowsEscape";
var minimatch = (p, pattern, options2) => {
  assertValidPattern(pattern);
  if (!options2?.nocomment && pattern.charAt(0) === "#") {
    return false;
  }
  return cachedMinimatch(pattern, options2).match(p);
};
var cache = /* @__PURE__ */ new Map();
var oldCache = /* @__PURE__ */ new Map();
var cacheSize = 0;
var cacheTotalWeight = 0;
var cacheMax = 256;
var cacheMaxWeight = 1 << 15;
var cacheMaxEntryWeight = 1 << 12;
var cacheWeight = (mm) => {
  let w = mm.pattern.length;
  for (const s of mm.globSet) {
    w += s.length + 1;
    if (w > cacheMaxEntryWeight)
      break;
  }
  return w;
};
var tri = (v) => v === void 0 ? 0 : v ? 2 : 1;
var booleanWeights = new Map(Object.keys({
  nobrace: 0,
  nocomment: 0,
  nonegate: 0,
  noglobstar: 0,
  noext: 0,
  nonull: 0,
  partial: 0,
  dot: 0,
  nocase: 0,
  nocaseMagicOnly: 0,
  magicalBraces: 0,
  matchBase: 0,
  flipNegate: 0,
  preserveMultipleSlashes: 0,
  windowsNoMagicRoot: 0
}).map((k, i) => [k, 24 * 3 ** i]));
var optionsKey = (o) => {
  let n = 0;
  let wpe = false;
  for (const k in o) {
    const v = o[k];
    switch (k) {
      // the same test as the Minimatch constructor
      case "windowsPathsNoEscape":
        if (v)
          wpe = true;
        break;
      case AWE_KEY:
        if (v === false)
          wpe = true;
        break;
      case "platform": {
        const p = v || defaultPlatform;
        if (p === defaultPlatform)
          break;
        if (p === "darwin")
          n += 3;
        else if (p === "win32")
          n += 6;
        else if (p === "linux")
          n += 9;
        else
          return JSON.stringify(o);
        break;
      }
      case "optimizationLevel":
        if (v === void 0)
          break;
        n += v >= 2 ? 1 : v >= 1 ? 0 : 2;
        break;
      case "braceExpandMax":
        if (v !== void 0 && v !== DEFAULT_BRACE_EXPAND_MAX) {
          return JSON.stringify(o);
        }
        break;
      case "maxGlobstarRecursion":
        if (v !== void 0 && v !== DEFAULT_GLOB_STAR_RECURSION_MAX) {
          return JSON.stringify(o);
        }
        break;
      case "normalize":
        if (v !== void 0)
          return JSON.stringify(o);
        break;
      default:
        n += (booleanWeights.get(k) ?? 0) * tri(v);
    }
  }
  return wpe ? n + 12 : n;
};
var copyOptions = (o) => {
  const copy = {};
  for (const k in o)
    copy[k] = o[k];
  return copy;
};
var cachedMinimatch = (pattern, options2) => {
  const key = options2 ? optionsKey(options2) : 0;
  let mm = cache.get(key)?.get(pattern);
  if (mm)
    return mm;
  mm = oldCache.get(key)?.get(pattern) ?? new Minimatch(pattern, copyOptions(options2));
  const weight2 = cacheWeight(mm);
  if (weight2 > cacheMaxEntryWeight)
    return mm;
  if (cacheSize >= cacheMax || cacheTotalWeight + weight2 > cacheMaxWeight) {
    oldCache = cache;
    cache = /* @__PURE__ */ new Map();
    cacheSize = 0;
    cacheTotalWeight = 0;
  }
  let byPattern = cache.get(key);
  if (!byPattern)
    cache.set(key, byPattern = /* @__PURE__ */ new Map());
  byPattern.set(pattern, mm);
  cacheSize++;
  cacheTotalWeight += weight2;
  return mm;
};
var defaultPlatform = typeof process === "object" && process ? process.env?.__MINIMATCH_TESTING_PLATFORM__ || process.platform : "posix";
var path3 = {
  win32: { sep: "\\" },
  posix: { sep: "/" }
};
var sep = defaultPlatform === "win32" ? path3.win32.sep : path3.posix.sep;
minimatch.sep = sep;
var GLOBSTAR = /* @__PURE__ */ Symbol("globstar **");
minimatch.GLOBSTAR = GLOBSTAR;
var filter = (pattern, options2) => {
  let mm;
  return (p) => (mm ??= cachedMinimatch(pattern, options2)).match(p);
};
minimatch.filter = filter;
var ext = (a, b = {}) => Object.assign({}, a, b);
var defaults2 = (def) => {
  if (!def || typeof def !== "object" || !Object.keys(def).length) {
    return minimatch;
  }
  const orig = minimatch;
  const m = (p, pattern, options2 = {}) => orig(p, pattern, ext(def, options2));
  return Object.assign(m, {
    Minimatch: class Minimatch extends orig.Minimatch {
      constructor(pattern, options2 = {}) {
        super(pattern, ext(def, options2));
      }
      static defaults(options2) {
        return orig.defaults(ext(def, options2)).Minimatch;
      }
    },
    unescape: (s, options2 = {}) => orig.unescape(s, ext(def, options2)),
    escape: (s, options2 = {}) => orig.escape(s, ext(def, options2)),
    filter: (pattern, options2 = {}) => orig.filter(pattern, ext(def, options2)),
    defaults: (options2) => orig.defaults(ext(def, options2)),
    braceExpand: (pattern, options2 = {}) => orig.braceExpand(pattern, ext(def, options2)),
    match: (list3, pattern, options2 = {}) => orig.match(list3, pattern, ext(def, options2)),
    sep: orig.sep,
    GLOBSTAR
  });
};
minimatch.defaults = defaults2;
var braceExpand = (pattern, options2 = {}) => {
  assertValidPattern(pattern);
  if (options2.nobrace || !/\{(?:(?!\{).)*\}/.test(pattern)) {
    return [pattern];
  }
  let p = pattern.replace(/\\\\/g, "\\\\\\\\");
  if (options2.windowsPathsNoEscape || options2[AWE_KEY] === false) {
    p = p.replace(/\[([{}])\]/g, "[\\$1]");
  }
  return expand2(p, { max: options2.braceExpandMax });
};
minimatch.braceExpand = braceExpand;
var RANGE_MIN = 100;
var rangeRe = /(?<![\\$])\{(-?\d+)\.\.(-?\d+)\}/g;
var inRepeatOrNegExt = (portion, mark) => {
  const stack = [];
  for (let i = 0; i < portion.length; i++) {
    const c = portion.charAt(i);
    if (c === "\\") {
      i++;
    } else if (c === mark) {
      if (stack.some((t) => t !== "@" && t !== "?"))
        return true;
    } else if (portion.charAt(i + 1) === "(" && "!?+*@".includes(c)) {
      stack.push(c);
      i++;
    } else if (c === ")") {
      stack.pop();
    }
  }
  return false;
};
var match = (list3, pattern, options2 = {}) => {
  const mm = new Minimatch(pattern, options2);
  list3 = list3.filter((f) => mm.match(f));
  if (mm.options.nonull && !list3.length) {
    list3.push(pattern);
  }
  return list3;
};
minimatch.match = match;
var globMagic = /[?*]|[+@!]\(.*?\)|\[|\]/;
var classEnd = (pattern, start) => {
  let i = start + 1;
  if (pattern.charAt(i) === "!" || pattern.charAt(i) === "^")
    i++;
  let sawStart = false;
  for (; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "]" && sawStart)
      return i;
    sawStart = true;
    if (c === "\\")
      i++;
  }
  return -1;
};
var literal = (pattern, noext) => {
  if (!noext && (pattern === "+()" || pattern === "@()"))
    return pattern;
  let lit2 = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      lit2 += pattern.charAt(++i) || c;
    } else if (c === "*" || c === "?") {
      return void 0;
    } else if (c === "[") {
      const close = classEnd(pattern, i);
      if (close === -1) {
        lit2 += c;
        continue;
      }
      let body = pattern.slice(i + 1, close);
      if (body.startsWith("\\"))
        body = body.slice(1);
      if ([...body].length !== 1 || "!^".includes(pattern.charAt(i + 1))) {
        return void 0;
      }
      lit2 += body;
      i = close;
    } else if (!noext && "+@!".includes(c) && pattern.charAt(i + 1) === "(" && pattern.includes(")", i + 2)) {
      return void 0;
    } else {
      lit2 += c;
    }
  }
  return lit2;
};
var MAX_EXTGLOBS = 256;
var extglobCount = (pattern) => {
  let n = 0;
  for (let i = 0; i < pattern.length - 1; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      i++;
    } else if ("+@!?*".includes(c) && pattern.charAt(i + 1) === "(") {
      n++;
      i++;
    }
  }
  return n;
};
var assertValidExtglobs = (pattern) => {
  if (extglobCount(pattern) > MAX_EXTGLOBS) {
    throw new TypeError("pattern has too many extglobs");
  }
};
var extSafe = (pattern) => {
  if (/^[?*+@]\(\)$/.test(pattern) || pattern.includes("[:"))
    return false;
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      if (++i === pattern.length)
        return false;
    } else if (c === "[") {
      const close = classEnd(pattern, i);
      if (close !== -1)
        i = close;
    } else if ("+@!?*".includes(c) && pattern.charAt(i + 1) === "(") {
      depth++;
      i++;
    } else if (c === ")") {
      if (!depth--)
        return false;
    } else if (c === "|" && !depth) {
      return false;
    }
  }
  return !depth;
};
var lastSplit;
var lastChecked;
var portionMatch = (p, f) => typeof p === "string" ? f === p : f !== "" && p.testUnchecked(f);
var endIndex = (p, last2, lastStart, prev, prevStart) => portionMatch(p, last2) ? lastStart : prev !== void 0 && portionMatch(p, prev) ? prevStart : -1;
var isDots = (p) => p === "." || p === "..";
var isDrive = (p) => typeof p === "string" && /^[a-z]:$/i.test(p);
var isLongUNC = (p) => typeof p === "string" && /^unc$/i.test(p);
var uncHost = (p) => {
  if (p[0] !== "" || p[1] !== "")
    return -1;
  const h = p[2] !== "?" ? 2 : isLongUNC(p[3]) ? 4 : -1;
  const host = p[h];
  const share2 = p[h + 1];
  return h !== -1 && host !== void 0 && host !== "" && host !== GLOBSTAR && share2 !== void 0 && share2 !== "" && share2 !== GLOBSTAR ? h : -1;
};
var walkable = (p, dot) => !isDots(p) && (dot || !p.startsWith("."));
var dotPortion = (f, start, end2, dot, sep2) => {
  for (let k = start; k < end2; ) {
    if (f.charCodeAt(k) === 46) {
      if (!dot)
        return true;
      const n = f.charCodeAt(k + 1) === 46 ? k + 2 : k + 1;
      if (n >= end2 || isSep(f.charCodeAt(n), sep2))
        return true;
    }
    const s = nextSep(f, k, sep2);
    if (s === -1)
      return false;
    k = s + 1;
    while (k < end2 && isSep(f.charCodeAt(k), sep2))
      k++;
  }
  return false;
};
var isSep = (c, sep2) => sep2 === "/" ? c === 47 : sep2 === "\\" ? c === 92 : c === 47 || c === 92;
var nextSep = (f, from, sep2) => {
  if (sep2 !== "both")
    return f.indexOf(sep2, from);
  const s = f.indexOf("/", from);
  const b = f.indexOf("\\", from);
  return s === -1 ? b : b === -1 ? s : Math.min(s, b);
};
var lastSep = (f, from, sep2) => sep2 !== "both" ? f.lastIndexOf(sep2, from) : Math.max(f.lastIndexOf("/", from), f.lastIndexOf("\\", from));
var PENDING = {};
var Minimatch = class {
  options;
  set;
  pattern;
  windowsPathsNoEscape;
  nonegate;
  negate;
  comment;
  empty;
  preserveMultipleSlashes;
  partial;
  globSet;
  globParts;
  nocase;
  isWindows;
  platform;
  windowsNoMagicRoot;
  maxGlobstarRecursion;
  // the path can be checked against the last portion, and the string
  // portions, of each row before it is split. See #canMatch.
  #endCheck;
  #literalCheck;
  // level 2 resolves `.` and `..` portions in the path
  #level2;
  // the unicode normalization form, if any
  #form;
  // the string portions of each row in the set
  #literals = [];
  // the rows that #canMatch can match without splitting the path
  #shapes = [];
  // the rows whose last portion can be checked against the path's
  #endRows = [];
  // brace expansion can make the same portion in many rows, so they
  // share one Matcher, and the states that it caches
  #matchers = /* @__PURE__ */ new Map();
  // parse() returns PENDING in place of a Matcher
  #pending = false;
  // the char that marks numeric ranges in globSet, if any
  #rangeMark;
  // the GlobstarParts of each pattern row, by start index and partial
  #globstarParts = /* @__PURE__ */ new WeakMap();
  constructor(pattern, options2 = {}) {
    assertValidPattern(pattern);
    options2 = options2 || {};
    this.options = options2;
    this.maxGlobstarRecursion = options2.maxGlobstarRecursion ?? DEFAULT_GLOB_STAR_RECURSION_MAX;
    this.pattern = pattern;
    this.platform = options2.platform || defaultPlatform;
    this.isWindows = this.platform === "win32";
    this.windowsPathsNoEscape = !!options2.windowsPathsNoEscape || options2[AWE_KEY] === false;
    if (this.windowsPathsNoEscape) {
      this.pattern = this.pattern.replace(/\\/g, "/");
    }
    this.preserveMultipleSlashes = !!options2.preserveMultipleSlashes;
    this.negate = false;
    this.nonegate = !!options2.nonegate;
    this.comment = false;
    this.empty = false;
    this.partial = !!options2.partial;
    this.nocase = !!this.options.nocase;
    this.windowsNoMagicRoot = options2.windowsNoMagicRoot !== void 0 ? options2.windowsNoMagicRoot : !!(this.isWindows && this.nocase);
    this.globSet = [];
    this.globParts = [];
    this.set = [];
    this.#endCheck = !this.preserveMultipleSlashes;
    this.#level2 = (options2.optimizationLevel ?? 1) >= 2;
    const n = options2.normalize;
    this.#form = n === true ? "NFC" : n || void 0;
    this.make();
    const drives = this.set.map((row) => this.#rootIndex(row));
    this.#endRows = this.set.map((row, r) => this.#endCheck && row.length - 1 > drives[r]);
    this.#literals = this.set.map((row, r) => {
      const end2 = this.#endRows[r] ? row.length - 1 : row.length;
      const lits = row.slice(drives[r] + 1, end2).filter((p) => typeof p === "string" && !!p);
      return [...new Set(lits)];
    });
    this.#literalCheck = this.#literals.some((l) => l.length);
    this.#shapes = this.set.map((row, r) => {
      const [p0, p1, p2] = row;
      if (this.#endRows[r] && row.length === 2) {
        if (p0 === GLOBSTAR && p1 !== GLOBSTAR)
          return "tail";
      }
      if (this.#endRows[r] && options2.matchBase && row.length === 1 && p0 !== GLOBSTAR && p0 !== "") {
        return "base";
      }
      if (!this.#endCheck || drives[r] !== -1)
        return void 0;
      if (row.length === 3 && p0 === GLOBSTAR && p2 === GLOBSTAR && p1 !== GLOBSTAR && p1 !== "" && // the portion between is only matched below this limit
      this.maxGlobstarRecursion > 0) {
        return "mid";
      }
      if (row.length === 2 && p1 === GLOBSTAR && p0 !== GLOBSTAR && p0 !== "") {
        return "head";
      }
      return void 0;
    });
  }
  // a string portion of a pattern, normalized if the option is set
  #norm(p) {
    return this.#form ? p.normalize(this.#form) : p;
  }
  // On Windows, the index of the last root portion of a row, as
  // #matchRow finds it: 0 for `c:/...`, 3 for `//?/c:/...` and
  // `//host/share/...`, and 5 for `//?/UNC/host/share/...`. Otherwise
  // -1.
  #rootIndex(row) {
    if (!this.isWindows)
      return -1;
    if (isDrive(row[0]))
      return 0;
    const uncDrive = row[0] === "" && row[1] === "" && row[2] === "?" && isDrive(row[3]);
    if (uncDrive)
      return 3;
    const h = uncHost(row);
    return h === -1 ? -1 : h + 1;
  }
  hasMagic() {
    if (this.options.magicalBraces && this.set.length > 1) {
      return true;
    }
    for (const pattern of this.set) {
      for (const part4 of pattern) {
        if (typeof part4 !== "string")
          return true;
      }
    }
    return false;
  }
  make() {
    const pattern = this.pattern;
    const options2 = this.options;
    if (!options2.nocomment && pattern.charAt(0) === "#") {
      this.comment = true;
      return;
    }
    if (!pattern) {
      this.empty = true;
      return;
    }
    this.parseNegate();
    this.globSet = [...new Set(this.#expandBraces())];
    const rawGlobParts = this.globSet.map((s) => this.#slashSplit(s));
    this.globParts = this.preprocess(rawGlobParts);
    this.#pending = true;
    let set = this.globParts.map((s, _, __) => {
      if (this.isWindows && this.windowsNoMagicRoot) {
        const n = s[2] === "?" && isLongUNC(s[3]) ? 6 : 4;
        const isUNC = s[0] === "" && s[1] === "" && (s[2] === "?" || !globMagic.test(s[2])) && s.slice(3, n).every((p) => !globMagic.test(p));
        const isDrive2 = /^[a-z]:/i.test(s[0]);
        if (isUNC) {
          return [
            ...s.slice(0, n).map((p) => this.#norm(p)),
            ...s.slice(n).map((ss) => this.parse(ss))
          ];
        } else if (isDrive2) {
          return [
            this.#norm(s[0]),
            ...s.slice(1).map((ss) => this.parse(ss))
          ];
        }
      }
      return s.map((ss) => this.parse(ss));
    });
    this.set = set.filter((s) => s.indexOf(false) === -1);
    if (this.isWindows) {
      for (let i = 0; i < this.set.length; i++) {
        const p = this.set[i];
        if (p[0] === "" && p[1] === "" && this.globParts[i][2] === "?" && (isDrive(p[3]) || isLongUNC(this.globParts[i][3]))) {
          if (isLongUNC(this.globParts[i][3]))
            p[3] = "UNC";
          p[2] = "?";
        }
      }
    }
    if (!options2.noext)
      this.mergeRows();
    this.#pending = false;
    this.set.forEach((row, i) => {
      for (let k = 0; k < row.length; k++) {
        if (row[k] === PENDING) {
          row[k] = this.parse(this.globParts[i][k]);
        }
      }
    });
  }
  // Merge rows that only differ in one portion, where each of them
  // is a Matcher, into one row that matches any of them with
  // `@(a|b|...)`. Then a path is only walked once for all of them,
  // for example with `**/*.{js,ts}`.
  mergeRows() {
    let merged = true;
    while (merged) {
      merged = false;
      if (this.set.length < 2)
        return;
      let keys = this.#mergeKeys();
      const len = Math.max(0, ...this.set.map((r) => r.length));
      for (let k = 0; k < len; k++) {
        const groups = /* @__PURE__ */ new Map();
        const R = this.set.length + 1;
        this.set.forEach((row, i) => {
          if (!(row[k] instanceof Matcher || row[k] === PENDING) || !extSafe(this.globParts[i][k])) {
            return;
          }
          const { pre, suf } = keys[i];
          const key = pre[k] * R + suf[k + 1];
          const g = groups.get(key);
          if (g)
            g.push(i);
          else
            groups.set(key, [i]);
        });
        const drop = /* @__PURE__ */ new Set();
        for (const g of groups.values()) {
          if (g.length < 2)
            continue;
          const [first2, ...rest] = g;
          const alts = g.map((i) => this.globParts[i][k]);
          const glob = `@(${alts.join("|")})`;
          if (extglobCount(glob) > MAX_EXTGLOBS)
            continue;
          this.globParts[first2][k] = glob;
          this.set[first2][k] = this.parse(glob);
          for (const i of rest)
            drop.add(i);
        }
        if (drop.size) {
          merged = true;
          this.set = this.set.filter((_, i) => !drop.has(i));
          this.globParts = this.globParts.filter((_, i) => !drop.has(i));
          if (this.set.length < 2)
            return;
          keys = this.#mergeKeys();
        }
      }
    }
  }
  // For each row, number ids for its prefixes and suffixes, such that
  // pre[k] identifies parts[0..k) and suf[k] identifies parts[k..n).
  // Two rows are the same other than at portion k exactly when they
  // have the same pre[k] and suf[k + 1]. This is linear in the size of
  // the rows, where joining the whole row for every k was quadratic.
  #mergeKeys() {
    const partIds = /* @__PURE__ */ new Map();
    const ids = this.globParts.map((parts) => parts.map((s) => {
      let id = partIds.get(s);
      if (id === void 0)
        partIds.set(s, id = partIds.size);
      return id;
    }));
    const P = partIds.size;
    const len = Math.max(0, ...ids.map((r) => r.length));
    const keys = ids.map((r) => ({
      pre: [0],
      suf: new Array(r.length + 1).fill(0)
    }));
    for (let k = 0; k < len; k++) {
      const m = /* @__PURE__ */ new Map();
      ids.forEach((r, i) => {
        if (k >= r.length)
          return;
        const { pre } = keys[i];
        const key = pre[k] * P + r[k];
        let id = m.get(key);
        if (id === void 0)
          m.set(key, id = m.size + 1);
        pre.push(id);
      });
    }
    for (let k = len - 1; k >= 0; k--) {
      const m = /* @__PURE__ */ new Map();
      ids.forEach((r, i) => {
        if (k >= r.length)
          return;
        const { suf } = keys[i];
        const key = suf[k + 1] * P + r[k];
        let id = m.get(key);
        if (id === void 0)
          m.set(key, id = m.size + 1);
        suf[k] = id;
      });
    }
    return keys;
  }
  // various transforms to equivalent pattern sets that are
  // faster to process in a filesystem walk.  The goal is to
  // eliminate what we can, and push all ** patterns as far
  // to the right as possible, even if it increases the number
  // of patterns that we have to process.
  preprocess(globParts) {
    if (this.options.noglobstar) {
      for (const partset of globParts) {
        for (let j = 0; j < partset.length; j++) {
          if (partset[j] === "**") {
            partset[j] = "*";
          }
        }
      }
    }
    const { optimizationLevel = 1 } = this.options;
    if (optimizationLevel >= 2) {
      globParts = this.firstPhasePreProcess(globParts);
      globParts = this.secondPhasePreProcess(globParts);
    } else if (optimizationLevel >= 1) {
      globParts = this.levelOneOptimize(globParts);
    } else {
      globParts = this.adjascentGlobstarOptimize(globParts);
    }
    return globParts;
  }
  // just get rid of adjascent ** portions
  adjascentGlobstarOptimize(globParts) {
    return globParts.map((parts) => {
      let gs = -1;
      while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
        let i = gs;
        while (parts[i + 1] === "**") {
          i++;
        }
        if (i !== gs) {
          parts.splice(gs, i - gs);
        }
      }
      return parts;
    });
  }
  // get rid of adjascent ** and resolve .. portions
  levelOneOptimize(globParts) {
    return globParts.map((parts) => {
      const root = this.#rootIndex(parts) + 1;
      parts = parts.reduce((set, part4) => {
        const prev = set[set.length - 1];
        if (part4 === "**" && prev === "**") {
          return set;
        }
        if (part4 === "..") {
          if (set.length > root && prev && prev !== ".." && prev !== "." && prev !== "**") {
            set.pop();
            return set;
          }
        }
        set.push(part4);
        return set;
      }, []);
      return parts.length === 0 ? [""] : parts;
    });
  }
  // Check the path against each row before it is split. 'no' if no
  // row can match, so it does not need to be split. 'yes' if a row of
  // `**` and one more portion matches. 'maybe' if it must be split to
  // know. None of this applies with partial, where the path can end
  // before the row does.
  //
  // On Windows, `\` is a separator in the path too, and the portions of
  // a row up to its drive letter or UNC share are not checked (see
  // #rootIndex).
  //
  // Each string portion of a row must be a portion of the path, so the
  // path must contain it. Level 2 can only take portions out of the
  // path, so this is still true then.
  //
  // The last portion of a row must match the last portion of the path,
  // or the one before a trailing `/` (as a/* and a/**/* match a/b/).
  // This does not apply to rows that end in **, rows that end in a
  // root, or preserveMultipleSlashes (which can leave more
  // than one '' at the end). At level 2, it does not apply if that
  // portion is `.` or `..`, which can be
  // resolved away. Level 2 only takes other portions out of the
  // middle of the path.
  //
  // A row of `**/x` then matches if the ** can walk the portions
  // before the one that x matches, the same as #matchGlobstar. At
  // level 2, this is only known if none of them are `.` or `..`, so
  // that the path does not change when it is resolved.
  #canMatch(f) {
    const sep2 = !this.isWindows || !f.includes("\\") ? "/" : f.includes("/") ? "both" : "\\";
    let ends = this.#endCheck ? 0 : -1;
    let last2 = "";
    let lastStart = 0;
    let prev;
    let prevStart = 0;
    const dot = !!this.options.dot;
    ROWS: for (let r = 0; r < this.set.length; r++) {
      const row = this.set[r];
      const p = row[row.length - 1];
      let end2 = ends !== -1 && this.#endRows[r] && p !== GLOBSTAR;
      if (end2 && ends === 0) {
        const i = lastSep(f, f.length, sep2);
        lastStart = i + 1;
        last2 = f.slice(lastStart);
        if (last2 === "" && i >= 0) {
          let j = i;
          while (j > 0 && isSep(f.charCodeAt(j - 1), sep2))
            j--;
          prevStart = j === 0 ? 0 : lastSep(f, j - 1, sep2) + 1;
          prev = f.slice(prevStart, j);
        }
        const resolves = this.#level2 && (isDots(last2) || last2 === "" && prev !== void 0 && isDots(prev));
        ends = resolves ? -1 : 1;
        end2 = !resolves;
      }
      let tailStart = -1;
      if (end2 && typeof p === "string") {
        tailStart = endIndex(p, last2, lastStart, prev, prevStart);
        if (tailStart === -1)
          continue;
      }
      if (this.#literalCheck) {
        for (const l of this.#literals[r]) {
          if (!f.includes(l))
            continue ROWS;
        }
      }
      if (end2 && typeof p === "object") {
        tailStart = endIndex(p, last2, lastStart, prev, prevStart);
        if (tailStart === -1)
          continue;
      }
      const shape = this.#shapes[r];
      if (shape === "base" && end2)
        return "yes";
      if (shape === "tail" && end2) {
        if (this.#level2 && dotPortion(f, 0, tailStart, true, sep2)) {
          return "maybe";
        }
        if (!dotPortion(f, 0, tailStart, dot, sep2))
          return "yes";
        continue;
      }
      if (shape === "mid" || shape === "head") {
        const m = this.#walk(f, row, shape === "head", dot, sep2);
        if (m !== "no")
          return m;
        continue;
      }
      return "maybe";
    }
    return "no";
  }
  // Match a row of a known shape against the split path, the same as
  // #matchGlobstar and #matchGlobStarBodySections do. None of these
  // rows have a drive letter, so they start at the first portion.
  #matchShape(file, row, shape) {
    const dot = !!this.options.dot;
    const n = file.length;
    if (shape === "head") {
      if (n < 2 || !portionMatch(row[0], file[0])) {
        return false;
      }
      for (let i = 1; i < n; i++)
        if (!walkable(file[i], dot))
          return false;
      return true;
    }
    const x = row[1];
    if (shape === "tail") {
      let t = n - 1;
      if (!portionMatch(x, file[t])) {
        if (file[t] !== "" || n === 1 || !portionMatch(x, file[--t])) {
          return false;
        }
      }
      for (let i = 0; i < t; i++)
        if (!walkable(file[i], dot))
          return false;
      return true;
    }
    for (let k = 0; k < n; k++) {
      if (portionMatch(x, file[k]) && k + 1 < n) {
        let i = k + 1;
        while (i < n && walkable(file[i], dot))
          i++;
        if (i === n)
          return true;
      }
      if (!walkable(file[k], dot))
        return false;
    }
    return false;
  }
  // Match a row of `**/x/**` or `x/**` against the path, the same as
  // #matchGlobstar and #matchGlobStarBodySections do once it is split.
  // x must match a portion (the first one, for `x/**`), the ** before
  // it must be able to walk the portions before that one, and there
  // must be a portion after it, which the ** after it can walk. At
  // level 2, this is only known if no portion is `.` or `..`.
  #walk(f, row, head, dot, sep2) {
    if (this.#level2 && dotPortion(f, 0, f.length, true, sep2))
      return "maybe";
    const x = row[head ? 0 : 1];
    let s = 0;
    for (let e = nextSep(f, s, sep2); e !== -1; e = nextSep(f, s, sep2)) {
      let next = e + 1;
      while (next < f.length && isSep(f.charCodeAt(next), sep2))
        next++;
      const hit = typeof x === "string" ? e - s === x.length && f.startsWith(x, s) : e > s && x.testUnchecked(f.slice(s, e));
      if (hit && !dotPortion(f, next, f.length, dot, sep2))
        return "yes";
      if (head || dotPortion(f, s, next, dot, sep2))
        return "no";
      s = next;
    }
    return "no";
  }
  // the last split, if it was the same path with the same split
  // settings
  #cachedSplit(f) {
    const last2 = lastSplit;
    return last2?.f === f && last2.isWindows === this.isWindows && last2.preserveMultipleSlashes === this.preserveMultipleSlashes && last2.normalize === this.#form ? last2 : void 0;
  }
  // split a path for match(), and keep the parts for the next call
  #split(f) {
    const { isWindows, preserveMultipleSlashes } = this;
    let parts = this.#slashSplit(isWindows ? f.split("\\").join("/") : f);
    const normalize2 = this.#form;
    if (normalize2)
      parts = parts.map((p) => p.normalize(normalize2));
    lastSplit = {
      f,
      isWindows,
      preserveMultipleSlashes,
      normalize: normalize2,
      parts
    };
    return lastSplit;
  }
  // resolve `.` and `..` portions of a path, for level 2
  #levelTwoFileOptimize(file) {
    const parts = [...file];
    let didSomething = false;
    do {
      didSomething = false;
      if (!this.preserveMultipleSlashes) {
        for (let i = 1; i < parts.length - 1; i++) {
          const p = parts[i];
          if (i === 1 && p === "" && parts[0] === "")
            continue;
          if (p === "." || p === "") {
            didSomething = true;
            parts.splice(i, 1);
            i--;
          }
        }
        if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
          didSomething = true;
          parts.pop();
        }
      }
      const root = this.#rootIndex(parts) + 1;
      let dd = root;
      while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
        const p = parts[dd - 1];
        if (p && p !== "." && p !== ".." && p !== "**") {
          didSomething = true;
          parts.splice(dd - 1, 2);
          dd = Math.max(dd - 2, root);
        }
      }
    } while (didSomething);
    return parts.length === 0 ? [""] : parts;
  }
  // First phase: single-pattern processing
  // <pre> is 1 or more portions
  // <rest> is 1 or more portions
  // <p> is any portion other than ., .., '', or **
  // <e> is . or ''
  //
  // **/.. is *brutal* for filesystem walking performance, because
  // it effectively resets the recursive walk each time it occurs,
  // and ** cannot be reduced out by a .. pattern part like a regexp
  // or most strings (other than .., ., and '') can be.
  //
  // <pre>/**/../<p>/<p>/<rest> -> {<pre>/../<p>/<p>/<rest>,<pre>/**/<p>/<p>/<rest>}
  // <pre>/<e>/<rest> -> <pre>/<rest>
  // <pre>/<p>/../<rest> -> <pre>/<rest>
  // **/**/<rest> -> **/<rest>
  //
  // **/*/<rest> -> */**/<rest> <== not valid because ** doesn't follow
  // this WOULD be allowed if ** did follow symlinks, or * didn't
  firstPhasePreProcess(globParts) {
    const { braceExpandMax = DEFAULT_BRACE_EXPAND_MAX } = this.options;
    let splitCells = 0;
    const maxSplitCells = 1e6;
    let didSomething = false;
    do {
      didSomething = false;
      for (let parts of globParts) {
        let gs = -1;
        while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
          let gss = gs;
          while (parts[gss + 1] === "**") {
            gss++;
          }
          if (gss > gs) {
            parts.splice(gs + 1, gss - gs);
          }
          let next = parts[gs + 1];
          const p = parts[gs + 2];
          const p2 = parts[gs + 3];
          if (next !== "..")
            continue;
          if (!p || p === "." || p === ".." || !p2 || p2 === "." || p2 === "..") {
            continue;
          }
          const addedCells = parts.length - 1;
          if (globParts.length >= braceExpandMax || splitCells + addedCells > maxSplitCells) {
            throw new RangeError(`optimizationLevel 2: too many patterns from '**/..'`);
          }
          didSomething = true;
          parts.splice(gs, 1);
          const other = parts.slice(0);
          other[gs] = "**";
          splitCells += addedCells;
          globParts.push(other);
          gs--;
        }
        if (!this.preserveMultipleSlashes) {
          for (let i = 1; i < parts.length - 1; i++) {
            const p = parts[i];
            if (i === 1 && p === "" && parts[0] === "")
              continue;
            if (p === "." || p === "") {
              didSomething = true;
              parts.splice(i, 1);
              i--;
            }
          }
          if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
            didSomething = true;
            parts.pop();
          }
        }
        const root = this.#rootIndex(parts) + 1;
        let dd = root;
        while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
          const p = parts[dd - 1];
          if (p && p !== "." && p !== ".." && p !== "**") {
            didSomething = true;
            const needDot = dd === 1 && parts[dd + 1] === "**";
            const splin = needDot ? ["."] : [];
            parts.splice(dd - 1, 2, ...splin);
            if (parts.length === 0)
              parts.push("");
            dd = Math.max(dd - 2, root);
          }
        }
      }
    } while (didSomething);
    return globParts;
  }
  // second phase: multi-pattern dedupes
  // {<pre>/<rest>,<pre>/<rest>} -> <pre>/<rest>
  // {<pre>/*/<rest>,<pre>/<p>/<rest>} -> <pre>/*/<rest>
  secondPhasePreProcess(globParts) {
    const keys = /* @__PURE__ */ new Set();
    const rows = globParts.filter((parts) => {
      const key = parts.join("/");
      if (keys.has(key))
        return false;
      keys.add(key);
      return true;
    });
    const stars = /* @__PURE__ */ new Map();
    for (const parts of rows) {
      const s = [];
      for (let i = 0; i < parts.length; i++) {
        if (parts[i] === "*")
          s.push(i);
      }
      if (s.length)
        stars.set(s.join(","), s);
    }
    if (!stars.size || rows.length * stars.size > 1e5)
      return rows;
    const { dot } = this.options;
    return rows.filter((parts) => {
      for (const s of stars.values()) {
        if (s[s.length - 1] >= parts.length)
          continue;
        const c = [...parts];
        let ok = true;
        let changed = false;
        for (const i of s) {
          const p = parts[i];
          if (p === "*")
            continue;
          if (!p || p === "**" || !dot && p.startsWith(".")) {
            ok = false;
            break;
          }
          c[i] = "*";
          changed = true;
        }
        if (ok && changed && keys.has(c.join("/")))
          return false;
      }
      return true;
    });
  }
  parseNegate() {
    if (this.nonegate)
      return;
    const pattern = this.pattern;
    let negate = false;
    let negateOffset = 0;
    for (let i = 0; i < pattern.length && pattern.charAt(i) === "!"; i++) {
      negate = !negate;
      negateOffset++;
    }
    if (negateOffset)
      this.pattern = pattern.slice(negateOffset);
    this.negate = negate;
  }
  // Match the parts of a path against one row of the set. `resolved`
  // is the parts after level 2 resolves `.` and `..` in them, or the
  // same parts below level 2. Set partial to true to test if, for
  // example, "/a/b" matches the start of "/*/b/*/d". Partial means, if
  // you run out of file before you run out of pattern, then that's
  // fine, as long as all the parts match.
  #matchRow(file, resolved, pattern, partial) {
    let fileStartIndex = 0;
    let patternStartIndex = 0;
    const fh = this.isWindows ? uncHost(resolved) : -1;
    const ph = fh === -1 ? -1 : uncHost(pattern);
    if (ph !== -1) {
      const host = pattern[ph];
      const share2 = pattern[ph + 1];
      if (typeof host !== "string" || typeof share2 !== "string") {
        fileStartIndex = fh;
        patternStartIndex = ph;
      } else if (resolved[fh].toLowerCase() === host.toLowerCase() && resolved[fh + 1].toLowerCase() === share2.toLowerCase()) {
        fileStartIndex = fh + 2;
        patternStartIndex = ph + 2;
      }
    } else if (this.isWindows) {
      const fileDrive = typeof file[0] === "string" && /^[a-z]:$/i.test(file[0]);
      const fileUNC = !fileDrive && file[0] === "" && file[1] === "" && file[2] === "?" && /^[a-z]:$/i.test(file[3]);
      const patternDrive = typeof pattern[0] === "string" && /^[a-z]:$/i.test(pattern[0]);
      const patternUNC = !patternDrive && pattern[0] === "" && pattern[1] === "" && pattern[2] === "?" && typeof pattern[3] === "string" && /^[a-z]:$/i.test(pattern[3]);
      const fdi = fileUNC ? 3 : fileDrive ? 0 : void 0;
      const pdi = patternUNC ? 3 : patternDrive ? 0 : void 0;
      if (typeof fdi === "number" && typeof pdi === "number") {
        const [fd, pd] = [
          file[fdi],
          pattern[pdi]
        ];
        if (fd.toLowerCase() === pd.toLowerCase()) {
          patternStartIndex = pdi + 1;
          fileStartIndex = fdi + 1;
        }
      }
    }
    file = resolved;
    if (pattern.includes(GLOBSTAR)) {
      return this.#matchGlobstar(file, pattern, partial, fileStartIndex, patternStartIndex);
    }
    return this.#matchOne(file, pattern, partial, fileStartIndex, patternStartIndex);
  }
  #matchGlobstar(file, pattern, partial, fileIndex, patternIndex) {
    const { head, body, tail, segments } = this.#getGlobstarParts(pattern, partial, patternIndex);
    if (head.length) {
      const headEnd = fileIndex + head.length;
      if (!this.#matchOne(file, head, partial, fileIndex, 0, headEnd)) {
        return false;
      }
      fileIndex += head.length;
      patternIndex += head.length;
    }
    let fileTailMatch = 0;
    if (tail.length) {
      if (tail.length + fileIndex > file.length)
        return false;
      let tailStart = file.length - tail.length;
      if (this.#matchOne(file, tail, partial, tailStart, 0)) {
        fileTailMatch = tail.length;
      } else {
        if (file[file.length - 1] !== "" || fileIndex + tail.length === file.length) {
          return false;
        }
        tailStart--;
        if (!this.#matchOne(file, tail, partial, tailStart, 0)) {
          return false;
        }
        fileTailMatch = tail.length + 1;
      }
    }
    if (!body.length) {
      let sawSome = !!fileTailMatch;
      for (let i = fileIndex; i < file.length - fileTailMatch; i++) {
        const f = String(file[i]);
        sawSome = true;
        if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
          return false;
        }
      }
      return partial || sawSome;
    }
    return !!this.#matchGlobStarBodySections(file, segments, file.length - fileTailMatch, fileIndex, 0, partial, 0, !!fileTailMatch, /* @__PURE__ */ new Set());
  }
  // Split the pattern into head, tail, and middle of ** delimited
  // parts. The tail has to be at the end, and the others just have to
  // be found in order from the head. These only depend on the pattern
  // row, so they are kept for the next path.
  #getGlobstarParts(pattern, partial, patternIndex) {
    let byStart = this.#globstarParts.get(pattern);
    if (!byStart) {
      byStart = [];
      this.#globstarParts.set(pattern, byStart);
    }
    const key = patternIndex * 2 + (partial ? 1 : 0);
    const found = byStart[key];
    if (found)
      return found;
    const firstgs = pattern.indexOf(GLOBSTAR, patternIndex);
    const lastgs = pattern.lastIndexOf(GLOBSTAR);
    const head = pattern.slice(patternIndex, firstgs);
    const body = pattern.slice(firstgs + 1, partial ? void 0 : lastgs);
    const tail = partial ? [] : pattern.slice(lastgs + 1);
    const segments = [[[], 0]];
    let current = segments[0];
    let nonGsParts = 0;
    const nonGsPartsSums = [0];
    for (const b of body) {
      if (b === GLOBSTAR) {
        nonGsPartsSums.push(nonGsParts);
        current = [[], 0];
        segments.push(current);
      } else {
        current[0].push(b);
        nonGsParts++;
      }
    }
    segments.forEach((b, i) => {
      b[1] = nonGsParts - nonGsPartsSums[i];
    });
    const parts = { head, body, tail, segments };
    byStart[key] = parts;
    return parts;
  }
  // return false for "nope, not matching"
  // return null for "not matching, cannot keep trying"
  #matchGlobStarBodySections(file, bodySegments, fileLength, fileIndex, bodyIndex, partial, globStarDepth, sawTail, tried) {
    const bs = bodySegments[bodyIndex];
    if (!bs) {
      if (partial) {
        return fileIndex >= fileLength || fileIndex === fileLength - 1 && file[fileIndex] === "";
      }
      for (let i = fileIndex; i < fileLength; i++) {
        sawTail = true;
        const f = file[i];
        if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
          return false;
        }
      }
      return sawTail;
    }
    const [body, need] = bs;
    const after = partial ? fileLength : fileLength - need;
    while (fileIndex <= after) {
      const key = bodyIndex * (file.length + 1) + fileIndex;
      if (tried.has(key))
        return false;
      tried.add(key);
      const m = this.#matchOne(file, body, partial, fileIndex, 0, fileIndex + body.length);
      if (m && globStarDepth < this.maxGlobstarRecursion) {
        const sub = this.#matchGlobStarBodySections(file, bodySegments, fileLength, fileIndex + body.length, bodyIndex + 1, partial, globStarDepth + 1, sawTail, tried);
        if (sub !== false) {
          return sub;
        }
      }
      if (fileIndex === after)
        break;
      const f = file[fileIndex];
      if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
        return false;
      }
      fileIndex++;
    }
    return partial || null;
  }
  #matchOne(file, pattern, partial, fileIndex, patternIndex, fileEnd = file.length) {
    let fi;
    let pi;
    let pl;
    let fl;
    for (fi = fileIndex, pi = patternIndex, fl = Math.min(fileEnd, file.length), pl = pattern.length; fi < fl && pi < pl; fi++, pi++) {
      let p = pattern[pi];
      let f = file[fi];
      if (p === false || p === GLOBSTAR) {
        return false;
      }
      if (!portionMatch(p, f))
        return false;
    }
    if (fi === fl && pi === pl) {
      return true;
    } else if (fi === fl) {
      return partial;
    } else if (pi === pl) {
      return fi === fl - 1 && file[fi] === "";
    } else {
      throw new Error("wtf?");
    }
  }
  braceExpand() {
    return braceExpand(this.pattern, this.options);
  }
  // Expand braces, except numeric ranges such as {0..999} with at
  // least RANGE_MIN values. Each of those stays in its pattern as
  // `<mark>0..999<mark>`, for the Matcher to test. If a range might
  // be inside a [...] class, expand all of them instead.
  #expandBraces() {
    const { pattern } = this;
    if (this.options.nobrace)
      return this.braceExpand();
    let code2 = 57344;
    while (pattern.includes(String.fromCharCode(code2))) {
      if (++code2 > 63743)
        return this.braceExpand();
    }
    const mark = String.fromCharCode(code2);
    let found = false;
    const marked = pattern.replace(rangeRe, (m, lo, hi) => {
      const a = Number(lo);
      const b = Number(hi);
      if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b) || Math.abs(a - b) + 1 < RANGE_MIN) {
        return m;
      }
      found = true;
      return `${mark}${lo}..${hi}${mark}`;
    });
    if (!found)
      return this.braceExpand();
    const set = braceExpand(marked, this.options);
    for (const p of set) {
      for (const portion of p.split("/")) {
        const c = portion.indexOf("[");
        if (c !== -1 && c < portion.lastIndexOf(mark)) {
          return this.braceExpand();
        }
        if (!this.options.noext && inRepeatOrNegExt(portion, mark)) {
          return this.braceExpand();
        }
      }
    }
    this.#rangeMark = mark;
    return set;
  }
  parse(pattern) {
    assertValidPattern(pattern);
    const options2 = this.options;
    if (pattern === "**")
      return GLOBSTAR;
    if (pattern === "")
      return "";
    const { nocase, nocaseMagicOnly, noext = false, dot, normalize: normalize2 } = options2;
    const rangeMark = this.#rangeMark;
    const lit2 = rangeMark && pattern.includes(rangeMark) ? void 0 : literal(pattern, noext);
    if (lit2 !== void 0 && !(nocase && !nocaseMagicOnly && pattern.toUpperCase() !== pattern.toLowerCase())) {
      return this.#norm(lit2);
    }
    if (this.#pending)
      return PENDING;
    let m = this.#matchers.get(pattern);
    if (!m) {
      if (!noext)
        assertValidExtglobs(pattern);
      m = new Matcher(pattern, {
        nocase,
        noext,
        dot,
        normalize: normalize2,
        ...rangeMark && { rangeMark }
      });
      this.#matchers.set(pattern, m);
    }
    return m;
  }
  #slashSplit(p) {
    if (this.preserveMultipleSlashes) {
      return p.split("/");
    } else if (this.isWindows && /^\/\/[^/]+/.test(p)) {
      return ["", ...p.split(/\/+/)];
    } else {
      return p.split(/\/+/);
    }
  }
  match(f, partial = this.partial) {
    if (this.comment) {
      return false;
    }
    if (this.empty) {
      return f === "";
    }
    if (f === "/" && partial) {
      return true;
    }
    const options2 = this.options;
    let split2 = this.#cachedSplit(f);
    if (!split2) {
      if (!partial && !this.#form && (this.#endCheck || this.#literalCheck) && lastChecked !== f) {
        lastChecked = f;
        const can = this.#canMatch(f);
        if (can === "no")
          return options2.flipNegate ? false : this.negate;
        if (can === "yes")
          return options2.flipNegate ? true : !this.negate;
      }
      split2 = this.#split(f);
    }
    const ff = split2.parts;
    const resolved = this.#level2 ? split2.resolved ??= this.#levelTwoFileOptimize(ff) : ff;
    const set = this.set;
    let filename = ff[ff.length - 1];
    if (!filename) {
      for (let i = ff.length - 2; !filename && i >= 0; i--) {
        filename = ff[i];
      }
    }
    for (let r = 0; r < set.length; r++) {
      const pattern = set[r];
      const shape = partial ? void 0 : this.#shapes[r];
      const hit = shape === "base" ? portionMatch(pattern[0], filename) : shape ? this.#matchShape(resolved, pattern, shape) : options2.matchBase && pattern.length === 1 ? this.#matchRow([filename], [filename], pattern, partial) : this.#matchRow(ff, resolved, pattern, partial);
      if (hit) {
        if (options2.flipNegate) {
          return true;
        }
        return !this.negate;
      }
    }
    if (options2.flipNegate) {
      return false;
    }
    return this.negate;
  }
  static defaults(def) {
    return minimatch.defaults(def).Minimatch;
  }
};
minimatch.Minimatch = Minimatch;
minimatch.escape = escape;
minimatch.unescape = unescape;

// src/files/globs.ts
var OPTIONS2 = { dot: true, nonegate: true, nocomment: true, braceExpandMax: 1e3 };
var MOST_GLOBS = 200;
var LONGEST_GLOB = 1e3;
function compileGlobs(globs) {
  if (globs.length > MOST_GLOBS) throw stop("input-invalid", ["policies", `more than ${String(MOST_GLOBS)} globs`]);
  const patterns = globs.map((glob) => {
    if (glob.length <= LONGEST_GLOB) return new Minimatch(glob.replace(/^(?:\.\/)+/, ""), OPTIONS2);
    throw stop("input-invalid", ["policies", `a glob of more than ${String(LONGEST_GLOB)} characters`]);
  });
  return {
    matches: (path6) => patterns.some((pattern) => pattern.match(path6)),
    mayMatchIn: (folder) => patterns.some((pattern) => pattern.match(folder, true))
  };
}

// src/files/git.ts
import { spawnSync } from "node:child_process";

// src/files/trouble.ts
function causeOf3(error) {
  const code2 = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code2) {
    case "ENOENT":
      return "it does not exist";
    case "EACCES":
    case "EPERM":
      return "permission was denied";
    case "ENOTDIR":
      return "a part of its path is not a folder";
    case "ELOOP":
      return "it is a symbolic link";
    case "":
      return error instanceof Error ? error.message : String(error);
    default:
      return code2;
  }
}

// src/files/git.ts
var SIDE = /^git:([^:]+)(?::(.*))?$/s;
var REVISION = /^[A-Za-z0-9_@][A-Za-z0-9_./@{}~^+-]*$/;
var isGitSide = (side) => side.startsWith("git:");
function readGit(side, globs, options2) {
  const { matches: matches2 } = compileGlobs(globs);
  const limits = options2.limits ?? SIDE_LIMITS;
  const git = new Git(side, options2.folder);
  const [, revision = "", path6 = ""] = SIDE.exec(side) ?? [];
  if (!REVISION.test(revision)) throw git.trouble("its revision is not one that git could know");
  const entries = git.list(git.treeOf(revision), folderOf(path6)).filter((entry) => {
    const isOwn = !entry.path.split("/").some((part4) => SKIPPED_FOLDERS.has(part4));
    return isOwn && matches2(entry.path);
  });
  refuseTooMuch(
    side,
    entries.map((entry) => entry.sizeBytes),
    limits
  );
  const blobs = git.read(entries.filter((entry) => entry.sizeBytes <= limits.fileBytes));
  return sideOf(
    entries.map((entry) => ({ ...entry, bytes: blobs.get(entry.oid) ?? git.start(entry) })),
    limits
  );
}
var folderOf = (path6) => path6.split("/").filter((part4) => part4 !== "" && part4 !== ".").join("/");
var Git = class {
  #side;
  #folder;
  constructor(side, folder) {
    this.#side = side;
    this.#folder = folder;
  }
  trouble(why) {
    return stop("side-unreadable", [this.#side, why]);
  }
  treeOf(revision) {
    const { status, stdout } = this.#run(["rev-parse", "--verify", "--quiet", `${revision}^{tree}`], "", 1e3);
    if (status === 0) return stdout.toString("latin1").trim();
    const isRepository = this.#run(["rev-parse", "--git-dir"], "", 1e4).status === 0;
    if (!isRepository) throw this.trouble("this folder is in no git repository that may be read");
    throw this.trouble("git does not know the revision; after a shallow clone, fetch it first (`fetch-depth: 0`)");
  }
  /** Regular files at or below `folder`, by paths relative to it; links and submodules are left out */
  list(tree, folder) {
    const args = ["--literal-pathspecs", "ls-tree", "-r", "-l", "-z", "--full-tree", tree];
    const { status, stdout } = this.#run(folder === "" ? args : [...args, "--", folder], "", 512 * 1024 * 1024);
    if (status !== 0) throw this.trouble("git could not list its files");
    const lines2 = stdout.toString("utf8").split("\0").filter(Boolean);
    if (folder !== "" && lines2.length === 0) throw this.trouble("the revision has no such path");
    return lines2.flatMap((line) => {
      const [, mode = "", oid = "", size = "", path6 = ""] = /^(\d+) blob (\w+) +(\d+)\t(.*)$/s.exec(line) ?? [];
      if (!mode.startsWith("100")) return [];
      const below = path6.startsWith(`${folder}/`) ? path6.slice(folder.length + 1) : path6.slice(path6.lastIndexOf("/") + 1);
      return [{ path: folder === "" ? path6 : below, oid, sizeBytes: Number(size) }];
    });
  }
  /** The contents of files by their ids */
  read(entries) {
    const ids = [...new Set(entries.map((entry) => entry.oid))];
    if (ids.length === 0) return /* @__PURE__ */ new Map();
    const bytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
    const { status, stdout } = this.#run(
      ["cat-file", "--batch"],
      `${ids.join("\n")}
`,
      bytes + ids.length * 200 + 1e3
    );
    if (status !== 0) throw this.trouble("git could not read its files");
    const blobs = /* @__PURE__ */ new Map();
    for (let at2 = 0; at2 < stdout.length; ) {
      const endOfHead = stdout.indexOf(10, at2);
      const [oid = "", is, size] = stdout.toString("latin1", at2, endOfHead).split(" ");
      if (is !== "blob") throw this.trouble(`git could not read its object ${oid}`);
      const end2 = endOfHead + 1 + Number(size);
      blobs.set(oid, stdout.subarray(endOfHead + 1, end2));
      at2 = end2 + 1;
    }
    return blobs;
  }
  /** The beginning of a file that is too large to read */
  start(entry) {
    return this.#run(["cat-file", "blob", entry.oid], "", PEEK_BYTES).stdout.subarray(0, PEEK_BYTES);
  }
  #run(args, input, mostBytes) {
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
    const result2 = spawnSync("git", args, { cwd: this.#folder, env, input, maxBuffer: mostBytes, windowsHide: true });
    const cause2 = result2.error;
    const isCut = cause2 !== void 0 && "code" in cause2 && cause2.code === "ENOBUFS";
    if (cause2 !== void 0 && !isCut) throw this.trouble(`git could not be run: ${causeOf3(cause2)}`);
    return { status: result2.status, stdout: result2.stdout };
  }
};

// src/files/tree.ts
import { closeSync, constants, lstatSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join as join3 } from "node:path";
function readTree(folder, globs, limits = SIDE_LIMITS) {
  const { matches: matches2, mayMatchIn } = compileGlobs(globs);
  try {
    const isFile = statSync(folder).isFile();
    const root = isFile ? dirname(folder) : folder;
    const paths = isFile ? [basename(folder)] : [...filesIn(folder, "", mayMatchIn)].filter(matches2);
    const found = paths.map((path6) => ({ path: path6, sizeBytes: lstatSync(join3(root, path6)).size }));
    refuseTooMuch(
      folder,
      found.map((file) => file.sizeBytes),
      limits
    );
    const read = found.map((file) => {
      const wanted = file.sizeBytes > limits.fileBytes ? PEEK_BYTES : file.sizeBytes;
      return { ...file, bytes: readStart(join3(root, file.path), wanted, !isFile) };
    });
    return sideOf(read, limits);
  } catch (error) {
    throw error instanceof InputError ? error : stop("side-unreadable", [folder, causeOf3(error)]);
  }
}
function* filesIn(root, folder, enters) {
  for (const entry of readdirSync(join3(root, folder), { withFileTypes: true })) {
    const path6 = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) yield path6;
    else if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name) && enters(path6)) yield* filesIn(root, path6, enters);
  }
}
function readStart(path6, wanted, refusesLinks) {
  const noFollow = refusesLinks ? constants.O_NOFOLLOW ?? 0 : 0;
  const file = openSync(path6, constants.O_RDONLY | noFollow);
  try {
    const bytes = Buffer.allocUnsafe(wanted);
    let length = 0;
    for (let got = -1; got !== 0 && length < wanted; length += got)
      got = readSync(file, bytes, length, wanted - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

// src/files/side.ts
function readSide(side, globs, options2) {
  return isGitSide(side) ? readGit(side, globs, options2) : readTree(side, globs, options2.limits);
}

// src/files/snapshot-files.ts
import { statSync as statSync2 } from "node:fs";
import { basename as basename2, join as join4 } from "node:path";

// src/files/unpack.ts
import { open as open2 } from "node:fs/promises";
import { Readable, pipeline as pipeline2 } from "node:stream";
import * as zlib from "node:zlib";

// node_modules/fzstd/esm/index.mjs
var ab = ArrayBuffer;
var u8 = Uint8Array;
var u16 = Uint16Array;
var i16 = Int16Array;
var i32 = Int32Array;
var slc = function(v, s, e) {
  if (u8.prototype.slice)
    return u8.prototype.slice.call(v, s, e);
  if (s == null || s < 0)
    s = 0;
  if (e == null || e > v.length)
    e = v.length;
  var n = new u8(e - s);
  n.set(v.subarray(s, e));
  return n;
};
var fill = function(v, n, s, e) {
  if (u8.prototype.fill)
    return u8.prototype.fill.call(v, n, s, e);
  if (s == null || s < 0)
    s = 0;
  if (e == null || e > v.length)
    e = v.length;
  for (; s < e; ++s)
    v[s] = n;
  return v;
};
var cpw = function(v, t, s, e) {
  if (u8.prototype.copyWithin)
    return u8.prototype.copyWithin.call(v, t, s, e);
  if (s == null || s < 0)
    s = 0;
  if (e == null || e > v.length)
    e = v.length;
  while (s < e) {
    v[t++] = v[s++];
  }
};
var ec = [
  "invalid zstd data",
  "window size too large (>2046MB)",
  "invalid block type",
  "FSE accuracy too high",
  "match distance too far back",
  "unexpected EOF"
];
var err = function(ind, msg, nt) {
  var e = new Error(msg || ec[ind]);
  e.code = ind;
  if (Error.captureStackTrace)
    Error.captureStackTrace(e, err);
  if (!nt)
    throw e;
  return e;
};
var rb = function(d, b, n) {
  var i = 0, o = 0;
  for (; i < n; ++i)
    o |= d[b++] << (i << 3);
  return o;
};
var b4 = function(d, b) {
  return (d[b] | d[b + 1] << 8 | d[b + 2] << 16 | d[b + 3] << 24) >>> 0;
};
var rzfh = function(dat, w) {
  var n3 = dat[0] | dat[1] << 8 | dat[2] << 16;
  if (n3 == 3126568 && dat[3] == 253) {
    var flg = dat[4];
    var ss = flg >> 5 & 1, cc = flg >> 2 & 1, df = flg & 3, fcf = flg >> 6;
    if (flg & 8)
      err(0);
    var bt = 6 - ss;
    var db = df == 3 ? 4 : df;
    var di = rb(dat, bt, db);
    bt += db;
    var fsb = fcf ? 1 << fcf : ss;
    var fss = rb(dat, bt, fsb) + (fcf == 1 && 256);
    var ws = fss;
    if (!ss) {
      var wb = 1 << 10 + (dat[5] >> 3);
      ws = wb + (wb >> 3) * (dat[5] & 7);
    }
    if (ws > 2145386496)
      err(1);
    var buf = new u8((w == 1 ? fss || ws : w ? 0 : ws) + 12);
    buf[0] = 1, buf[4] = 4, buf[8] = 8;
    return {
      b: bt + fsb,
      y: 0,
      l: 0,
      d: di,
      w: w && w != 1 ? w : buf.subarray(12),
      e: ws,
      o: new i32(buf.buffer, 0, 3),
      u: fss,
      c: cc,
      m: Math.min(131072, ws)
    };
  } else if ((n3 >> 4 | dat[3] << 20) == 25481893) {
    return b4(dat, 4) + 8;
  }
  err(0);
};
var msb = function(val) {
  var bits = 0;
  for (; 1 << bits <= val; ++bits)
    ;
  return bits - 1;
};
var rfse = function(dat, bt, mal) {
  var tpos = (bt << 3) + 4;
  var al = (dat[bt] & 15) + 5;
  if (al > mal)
    err(3);
  var sz = 1 << al;
  var probs = sz, sym = -1, re = -1, i = -1, ht = sz;
  var buf = new ab(512 + (sz << 2));
  var freq = new i16(buf, 0, 256);
  var dstate = new u16(buf, 0, 256);
  var nstate = new u16(buf, 512, sz);
  var bb1 = 512 + (sz << 1);
  var syms = new u8(buf, bb1, sz);
  var nbits = new u8(buf, bb1 + sz);
  while (sym < 255 && probs > 0) {
    var bits = msb(probs + 1);
    var cbt = tpos >> 3;
    var msk = (1 << bits + 1) - 1;
    var val = (dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16) >> (tpos & 7) & msk;
    var msk1fb = (1 << bits) - 1;
    var msv = msk - probs - 1;
    var sval = val & msk1fb;
    if (sval < msv)
      tpos += bits, val = sval;
    else {
      tpos += bits + 1;
      if (val > msk1fb)
        val -= msv;
    }
    freq[++sym] = --val;
    if (val == -1) {
      probs += val;
      syms[--ht] = sym;
    } else
      probs -= val;
    if (!val) {
      do {
        var rbt = tpos >> 3;
        re = (dat[rbt] | dat[rbt + 1] << 8) >> (tpos & 7) & 3;
        tpos += 2;
        sym += re;
      } while (re == 3);
    }
  }
  if (sym > 255 || probs)
    err(0);
  var sympos = 0;
  var sstep = (sz >> 1) + (sz >> 3) + 3;
  var smask = sz - 1;
  for (var s = 0; s <= sym; ++s) {
    var sf = freq[s];
    if (sf < 1) {
      dstate[s] = -sf;
      continue;
    }
    for (i = 0; i < sf; ++i) {
      syms[sympos] = s;
      do {
        sympos = sympos + sstep & smask;
      } while (sympos >= ht);
    }
  }
  if (sympos)
    err(0);
  for (i = 0; i < sz; ++i) {
    var ns = dstate[syms[i]]++;
    var nb = nbits[i] = al - msb(ns);
    nstate[i] = (ns << nb) - sz;
  }
  return [tpos + 7 >> 3, {
    b: al,
    s: syms,
    n: nbits,
    t: nstate
  }];
};
var rhu = function(dat, bt) {
  var i = 0, wc = -1;
  var buf = new u8(292), hb = dat[bt];
  var hw = buf.subarray(0, 256);
  var rc = buf.subarray(256, 268);
  var ri = new u16(buf.buffer, 268);
  if (hb < 128) {
    var _a = rfse(dat, bt + 1, 6), ebt = _a[0], fdt = _a[1];
    bt += hb;
    var epos = ebt << 3;
    var lb = dat[bt];
    if (!lb)
      err(0);
    var st1 = 0, st2 = 0, btr1 = fdt.b, btr2 = btr1;
    var fpos = (++bt << 3) - 8 + msb(lb);
    for (; ; ) {
      fpos -= btr1;
      if (fpos < epos)
        break;
      var cbt = fpos >> 3;
      st1 += (dat[cbt] | dat[cbt + 1] << 8) >> (fpos & 7) & (1 << btr1) - 1;
      hw[++wc] = fdt.s[st1];
      fpos -= btr2;
      if (fpos < epos)
        break;
      cbt = fpos >> 3;
      st2 += (dat[cbt] | dat[cbt + 1] << 8) >> (fpos & 7) & (1 << btr2) - 1;
      hw[++wc] = fdt.s[st2];
      btr1 = fdt.n[st1];
      st1 = fdt.t[st1];
      btr2 = fdt.n[st2];
      st2 = fdt.t[st2];
    }
    if (++wc > 255)
      err(0);
  } else {
    wc = hb - 127;
    for (; i < wc; i += 2) {
      var byte = dat[++bt];
      hw[i] = byte >> 4;
      hw[i + 1] = byte & 15;
    }
    ++bt;
  }
  var wes = 0;
  for (i = 0; i < wc; ++i) {
    var wt = hw[i];
    if (wt > 11)
      err(0);
    wes += wt && 1 << wt - 1;
  }
  var mb = msb(wes) + 1;
  var ts = 1 << mb;
  var rem = ts - wes;
  if (rem & rem - 1)
    err(0);
  hw[wc++] = msb(rem) + 1;
  for (i = 0; i < wc; ++i) {
    var wt = hw[i];
    ++rc[hw[i] = wt && mb + 1 - wt];
  }
  var hbuf = new u8(ts << 1);
  var syms = hbuf.subarray(0, ts), nb = hbuf.subarray(ts);
  ri[mb] = 0;
  for (i = mb; i > 0; --i) {
    var pv = ri[i];
    fill(nb, i, pv, ri[i - 1] = pv + rc[i] * (1 << mb - i));
  }
  if (ri[0] != ts)
    err(0);
  for (i = 0; i < wc; ++i) {
    var bits = hw[i];
    if (bits) {
      var code2 = ri[bits];
      fill(syms, i, code2, ri[bits] = code2 + (1 << mb - bits));
    }
  }
  return [bt, {
    n: nb,
    b: mb,
    s: syms
  }];
};
var dllt = rfse(/* @__PURE__ */ new u8([
  81,
  16,
  99,
  140,
  49,
  198,
  24,
  99,
  12,
  33,
  196,
  24,
  99,
  102,
  102,
  134,
  70,
  146,
  4
]), 0, 6)[1];
var dmlt = rfse(/* @__PURE__ */ new u8([
  33,
  20,
  196,
  24,
  99,
  140,
  33,
  132,
  16,
  66,
  8,
  33,
  132,
  16,
  66,
  8,
  33,
  68,
  68,
  68,
  68,
  68,
  68,
  68,
  68,
  36,
  9
]), 0, 6)[1];
var doct = rfse(/* @__PURE__ */ new u8([
  32,
  132,
  16,
  66,
  102,
  70,
  68,
  68,
  68,
  68,
  36,
  73,
  2
]), 0, 5)[1];
var b2bl = function(b, s) {
  var len = b.length, bl = new i32(len);
  for (var i = 0; i < len; ++i) {
    bl[i] = s;
    s += 1 << b[i];
  }
  return bl;
};
var llb = /* @__PURE__ */ new u8((/* @__PURE__ */ new i32([
  0,
  0,
  0,
  0,
  16843009,
  50528770,
  134678020,
  202050057,
  269422093
])).buffer, 0, 36);
var llbl = /* @__PURE__ */ b2bl(llb, 0);
var mlb = /* @__PURE__ */ new u8((/* @__PURE__ */ new i32([
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  16843009,
  50528770,
  117769220,
  185207048,
  252579084,
  16
])).buffer, 0, 53);
var mlbl = /* @__PURE__ */ b2bl(mlb, 3);
var dhu = function(dat, out, hu) {
  var len = dat.length, ss = out.length, lb = dat[len - 1], msk = (1 << hu.b) - 1, eb = -hu.b;
  if (!lb)
    err(0);
  var st = 0, btr = hu.b, pos = (len << 3) - 8 + msb(lb) - btr, i = -1;
  for (; pos > eb && i < ss; ) {
    var cbt = pos >> 3;
    var val = (dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16) >> (pos & 7);
    st = (st << btr | val) & msk;
    out[++i] = hu.s[st];
    pos -= btr = hu.n[st];
  }
  if (pos != eb || i + 1 != ss)
    err(0);
};
var dhu4 = function(dat, out, hu) {
  var bt = 6;
  var ss = out.length, sz1 = ss + 3 >> 2, sz2 = sz1 << 1, sz3 = sz1 + sz2;
  dhu(dat.subarray(bt, bt += dat[0] | dat[1] << 8), out.subarray(0, sz1), hu);
  dhu(dat.subarray(bt, bt += dat[2] | dat[3] << 8), out.subarray(sz1, sz2), hu);
  dhu(dat.subarray(bt, bt += dat[4] | dat[5] << 8), out.subarray(sz2, sz3), hu);
  dhu(dat.subarray(bt), out.subarray(sz3), hu);
};
var rzb = function(dat, st, out) {
  var _a;
  var bt = st.b;
  var b0 = dat[bt], btype = b0 >> 1 & 3;
  st.l = b0 & 1;
  var sz = b0 >> 3 | dat[bt + 1] << 5 | dat[bt + 2] << 13;
  var ebt = (bt += 3) + sz;
  if (btype == 1) {
    if (bt >= dat.length)
      return;
    st.b = bt + 1;
    if (out) {
      fill(out, dat[bt], st.y, st.y += sz);
      return out;
    }
    return fill(new u8(sz), dat[bt]);
  }
  if (ebt > dat.length)
    return;
  if (btype == 0) {
    st.b = ebt;
    if (out) {
      out.set(dat.subarray(bt, ebt), st.y);
      st.y += sz;
      return out;
    }
    return slc(dat, bt, ebt);
  }
  if (btype == 2) {
    var b3 = dat[bt], lbt = b3 & 3, sf = b3 >> 2 & 3;
    var lss = b3 >> 4, lcs = 0, s4 = 0;
    if (lbt < 2) {
      if (sf & 1)
        lss |= dat[++bt] << 4 | (sf & 2 && dat[++bt] << 12);
      else
        lss = b3 >> 3;
    } else {
      s4 = sf;
      if (sf < 2)
        lss |= (dat[++bt] & 63) << 4, lcs = dat[bt] >> 6 | dat[++bt] << 2;
      else if (sf == 2)
        lss |= dat[++bt] << 4 | (dat[++bt] & 3) << 12, lcs = dat[bt] >> 2 | dat[++bt] << 6;
      else
        lss |= dat[++bt] << 4 | (dat[++bt] & 63) << 12, lcs = dat[bt] >> 6 | dat[++bt] << 2 | dat[++bt] << 10;
    }
    ++bt;
    var buf = out ? out.subarray(st.y, st.y + st.m) : new u8(st.m);
    var spl = buf.length - lss;
    if (lbt == 0)
      buf.set(dat.subarray(bt, bt += lss), spl);
    else if (lbt == 1)
      fill(buf, dat[bt++], spl);
    else {
      var hu = st.h;
      if (lbt == 2) {
        var hud = rhu(dat, bt);
        lcs += bt - (bt = hud[0]);
        st.h = hu = hud[1];
      } else if (!hu)
        err(0);
      (s4 ? dhu4 : dhu)(dat.subarray(bt, bt += lcs), buf.subarray(spl), hu);
    }
    var ns = dat[bt++];
    if (ns) {
      if (ns == 255)
        ns = (dat[bt++] | dat[bt++] << 8) + 32512;
      else if (ns > 127)
        ns = ns - 128 << 8 | dat[bt++];
      var scm = dat[bt++];
      if (scm & 3)
        err(0);
      var dts = [dmlt, doct, dllt];
      for (var i = 2; i > -1; --i) {
        var md = scm >> (i << 1) + 2 & 3;
        if (md == 1) {
          var rbuf = new u8([0, 0, dat[bt++]]);
          dts[i] = {
            s: rbuf.subarray(2, 3),
            n: rbuf.subarray(0, 1),
            t: new u16(rbuf.buffer, 0, 1),
            b: 0
          };
        } else if (md == 2) {
          _a = rfse(dat, bt, 9 - (i & 1)), bt = _a[0], dts[i] = _a[1];
        } else if (md == 3) {
          if (!st.t)
            err(0);
          dts[i] = st.t[i];
        }
      }
      var _b = st.t = dts, mlt = _b[0], oct = _b[1], llt = _b[2];
      var lb = dat[ebt - 1];
      if (!lb)
        err(0);
      var spos = (ebt << 3) - 8 + msb(lb) - llt.b, cbt = spos >> 3, oubt = 0;
      var lst = (dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << llt.b) - 1;
      cbt = (spos -= oct.b) >> 3;
      var ost = (dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << oct.b) - 1;
      cbt = (spos -= mlt.b) >> 3;
      var mst = (dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << mlt.b) - 1;
      for (++ns; --ns; ) {
        var llc = llt.s[lst];
        var lbtr = llt.n[lst];
        var mlc = mlt.s[mst];
        var mbtr = mlt.n[mst];
        var ofc = oct.s[ost];
        var obtr = oct.n[ost];
        cbt = (spos -= ofc) >> 3;
        var ofp = 1 << ofc;
        var off = ofp + ((dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16 | dat[cbt + 3] << 24) >>> (spos & 7) & ofp - 1);
        cbt = (spos -= mlb[mlc]) >> 3;
        var ml = mlbl[mlc] + ((dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16) >> (spos & 7) & (1 << mlb[mlc]) - 1);
        cbt = (spos -= llb[llc]) >> 3;
        var ll = llbl[llc] + ((dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16) >> (spos & 7) & (1 << llb[llc]) - 1);
        cbt = (spos -= lbtr) >> 3;
        lst = llt.t[lst] + ((dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << lbtr) - 1);
        cbt = (spos -= mbtr) >> 3;
        mst = mlt.t[mst] + ((dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << mbtr) - 1);
        cbt = (spos -= obtr) >> 3;
        ost = oct.t[ost] + ((dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << obtr) - 1);
        if (off > 3) {
          st.o[2] = st.o[1];
          st.o[1] = st.o[0];
          st.o[0] = off -= 3;
        } else {
          var idx = off - (ll != 0);
          if (idx) {
            off = idx == 3 ? st.o[0] - 1 : st.o[idx];
            if (idx > 1)
              st.o[2] = st.o[1];
            st.o[1] = st.o[0];
            st.o[0] = off;
          } else
            off = st.o[0];
        }
        for (var i = 0; i < ll; ++i) {
          buf[oubt + i] = buf[spl + i];
        }
        oubt += ll, spl += ll;
        var stin = oubt - off;
        if (stin < 0) {
          var len = -stin;
          var bs = st.e + stin;
          if (len > ml)
            len = ml;
          for (var i = 0; i < len; ++i) {
            buf[oubt + i] = st.w[bs + i];
          }
          oubt += len, ml -= len, stin = 0;
        }
        for (var i = 0; i < ml; ++i) {
          buf[oubt + i] = buf[stin + i];
        }
        oubt += ml;
      }
      if (oubt != spl) {
        while (spl < buf.length) {
          buf[oubt++] = buf[spl++];
        }
      } else
        oubt = buf.length;
      if (out)
        st.y += oubt;
      else
        buf = slc(buf, 0, oubt);
    } else if (out) {
      st.y += lss;
      if (spl) {
        for (var i = 0; i < lss; ++i) {
          buf[i] = buf[spl + i];
        }
      }
    } else if (spl)
      buf = slc(buf, spl);
    st.b = ebt;
    return buf;
  }
  err(2);
};
var cct = function(bufs, ol) {
  if (bufs.length == 1)
    return bufs[0];
  var buf = new u8(ol);
  for (var i = 0, b = 0; i < bufs.length; ++i) {
    var chk = bufs[i];
    buf.set(chk, b);
    b += chk.length;
  }
  return buf;
};
var Decompress = /* @__PURE__ */ (function() {
  function Decompress2(ondata) {
    this.ondata = ondata;
    this.c = [];
    this.l = 0;
    this.z = 0;
  }
  Decompress2.prototype.push = function(chunk, final) {
    if (typeof this.s == "number") {
      var sub = Math.min(chunk.length, this.s);
      chunk = chunk.subarray(sub);
      this.s -= sub;
    }
    var sl = chunk.length;
    var ncs = sl + this.l;
    if (!this.s) {
      if (final) {
        if (!ncs) {
          this.ondata(new u8(0), true);
          return;
        }
        if (ncs < 5)
          err(5);
      } else if (ncs < 18) {
        this.c.push(chunk);
        this.l = ncs;
        return;
      }
      if (this.l) {
        this.c.push(chunk);
        chunk = cct(this.c, ncs);
        this.c = [];
        this.l = 0;
      }
      if (typeof (this.s = rzfh(chunk)) == "number")
        return this.push(chunk, final);
    }
    if (typeof this.s != "number") {
      if (ncs < (this.z || 3)) {
        if (final)
          err(5);
        this.c.push(chunk);
        this.l = ncs;
        return;
      }
      if (this.l) {
        this.c.push(chunk);
        chunk = cct(this.c, ncs);
        this.c = [];
        this.l = 0;
      }
      if (!this.z && ncs < (this.z = chunk[this.s.b] & 2 ? 4 : 3 + (chunk[this.s.b] >> 3 | chunk[this.s.b + 1] << 5 | chunk[this.s.b + 2] << 13))) {
        if (final)
          err(5);
        this.c.push(chunk);
        this.l = ncs;
        return;
      } else
        this.z = 0;
      for (; ; ) {
        var blk = rzb(chunk, this.s);
        if (!blk) {
          if (final)
            err(5);
          var adc = chunk.subarray(this.s.b);
          this.s.b = 0;
          this.c.push(adc), this.l += adc.length;
          return;
        } else {
          this.ondata(blk, false);
          cpw(this.s.w, 0, blk.length);
          this.s.w.set(blk, this.s.w.length - blk.length);
        }
        if (this.s.l) {
          var rest = chunk.subarray(this.s.b);
          this.s = this.s.c * 4;
          this.push(rest, final);
          return;
        }
      }
    } else if (final)
      err(5);
  };
  return Decompress2;
})();

// src/files/unpack.ts
var CHUNK_BYTES = 256 * 1024;
var readText = (path6, name3, budget) => decodeText(unpackedFile(path6), name3, budget);
var readTextOf = (bytes, name3, budget) => decodeText(unpacked(inMemory(bytes)), name3, budget);
async function* decodeText(parts, name3, budget) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const bytes of parts) {
      budget.leftBytes -= bytes.length;
      if (budget.leftBytes < 0) throw stop("snapshot-unreadable", [name3, "it unpacks to more than a snapshot may hold"]);
      const text = decoder.decode(bytes, { stream: true });
      if (text !== "") yield text;
    }
    decoder.decode();
  } catch (error) {
    throw error instanceof InputError ? error : stop("snapshot-unreadable", [name3, whyOf(error)]);
  }
}
function whyOf(error) {
  const code2 = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code2 === "ERR_ENCODING_INVALID_ENCODED_DATA") return "it is not UTF-8 text";
  return /^(?:Z_|ZSTD_|\d+$)/.test(code2) ? "it is damaged" : causeOf3(error);
}
async function* unpackedFile(path6) {
  const file = await open2(path6, "r");
  try {
    const { size } = await file.stat();
    yield* unpacked({ size, from: (offset) => chunksOf(file, offset) });
  } finally {
    await file.close();
  }
}
var inMemory = (bytes) => ({
  size: bytes.length,
  from: (offset) => Readable.from([bytes.subarray(offset)])
});
async function* chunksOf(file, from) {
  for (let at2 = from; ; ) {
    const { buffer: buffer2, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at2);
    if (bytesRead === 0) return;
    at2 += bytesRead;
    yield buffer2.subarray(0, bytesRead);
  }
}
async function* unpacked(packed) {
  const head = await startOf(packed);
  if (head.startsWith("1f8b")) yield* through(packed.from(0), zlib.createGunzip({ chunkSize: CHUNK_BYTES }));
  else if (head !== "28b52ffd") yield* packed.from(0);
  else if ("createZstdDecompress" in zlib) yield* nativeZstd(packed);
  else yield* unpackZstd(packed.from(0));
}
async function startOf(packed) {
  for await (const bytes of packed.from(0)) return Buffer.from(bytes.subarray(0, 4)).toString("hex");
  return "";
}
async function* nativeZstd({ size, from }) {
  for (let at2 = 0; at2 < size; ) {
    const frame = zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES });
    yield* through(from(at2), frame);
    if (frame.bytesWritten === 0) throw new Error("it is damaged");
    at2 += frame.bytesWritten;
  }
}
async function* through(parts, unpacking) {
  pipeline2(Readable.from(parts), unpacking, () => void 0);
  yield* unpacking;
}
var PUSH_BYTES = 1024;
async function* unpackZstd(chunks) {
  const ready = [];
  const unpacking = new Decompress((bytes) => {
    ready.push(bytes.slice());
  });
  for await (const chunk of chunks) {
    for (let at2 = 0; at2 < chunk.length; at2 += PUSH_BYTES) {
      unpacking.push(chunk.subarray(at2, at2 + PUSH_BYTES));
      yield* ready.splice(0);
    }
  }
  unpacking.push(new Uint8Array(), true);
  yield* ready;
}

// src/files/snapshot-files.ts
var SNAPSHOT_LIMITS = {
  files: 1e4,
  packedBytes: 1024 ** 3,
  textBytes: 4 * 1024 ** 3
};
var READ = /\.(?:json|jsonl|ndjson|yaml|yml|sse)(?:\.(?:gz|zst))?$/i;
function readSnapshotFiles(path6, limits = SNAPSHOT_LIMITS) {
  try {
    const isFile = statSync2(path6).isFile();
    const found = isFile ? [basename2(path6)] : [...filesIn(path6, "", () => true)].filter((one) => READ.test(one));
    const files = found.sort(byText).map((one) => ({ path: one, full: isFile ? path6 : join4(path6, one) }));
    const packedBytes = files.reduce((sum, { full }) => sum + statSync2(full).size, 0);
    if (files.length > limits.files || packedBytes > limits.packedBytes) {
      const limit3 = `the limit is ${String(limits.files)} files and ${String(limits.packedBytes)} bytes`;
      const why = `it holds ${String(files.length)} files of ${String(packedBytes)} bytes; ${limit3}`;
      throw stop("snapshot-unreadable", [path6, why]);
    }
    const budget = { leftBytes: limits.textBytes };
    return files.map((file) => ({ path: file.path, chunks: readText(file.full, file.path, budget) }));
  } catch (error) {
    throw error instanceof InputError ? error : stop("snapshot-unreadable", [path6, causeOf3(error)]);
  }
}
function snapshotFilesOf(files, limits = SNAPSHOT_LIMITS) {
  const budget = { leftBytes: limits.textBytes };
  const wanted = files.length === 1 ? files : files.filter(({ name: name3 }) => READ.test(name3));
  return [...wanted].sort((a, b) => byText(a.name, b.name)).map(({ bytes, name: name3 }) => ({ path: name3, chunks: readTextOf(bytes, name3, budget) }));
}

// src/action/side-ports.ts
function portsOf3(input) {
  return {
    sides: () => sidesOf2(input),
    snapshot: () => snapshotOf2(input),
    now: input.now,
    log: input.runner.log
  };
}
async function sidesOf2(input) {
  const { comparison, github, runner, settings } = input;
  if (settings.before !== void 0 || settings.after !== void 0) return foldersOf(input);
  if (github === void 0)
    throw stop("input-invalid", ["token", "a token, or the inputs `before` and `after`", "nothing"]);
  if (comparison?.is !== "compare") {
    runner.log(comparison === void 0 ? "Nothing to compare." : comparison.why);
    return { before: emptySide(), after: emptySide(), diagnostics: [] };
  }
  const { after, before } = comparison;
  const globs = { policies: compileGlobs(settings.policies), expectations: compileGlobs(settings.expectations) };
  const mayMatchIn = (folder) => Object.values(globs).some((one) => one.mayMatchIn(folder));
  const wanted = (file) => Object.values(globs).some((one) => one.matches(file));
  const tree = async (commit) => chooseFiles(await github.readTree(commit, mayMatchIn), wanted);
  const [old, now] = [await tree(before === "cluster" ? "empty" : before), await tree(after)];
  const info = (commit) => sideInfo(commit, github);
  if (before !== "cluster" && changedPaths(old, now).length === 0) {
    runner.log("No file that holds policy differs.");
    return { before: emptySide(info(before)), after: emptySide(info(after)), diagnostics: [] };
  }
  const texts4 = await github.readSides(old, now);
  const side = (all, of2) => ({
    is: "files",
    info: of2,
    policies: all.filter((text) => globs.policies.matches(text.path)),
    expectations: all.filter((text) => globs.expectations.matches(text.path))
  });
  return {
    before: before === "cluster" ? { is: "cluster", info: info(before) } : side(texts4.before, info(before)),
    after: side(texts4.after, info(after)),
    diagnostics: texts4.diagnostics
  };
}
var emptySide = (info = { label: "nothing", sha: void 0, filesUrl: void 0 }) => ({
  is: "files",
  info,
  policies: [],
  expectations: []
});
function sideInfo(commit, github) {
  if (commit === "cluster") return { label: "cluster", sha: void 0, filesUrl: void 0 };
  if (commit === "empty") return { label: "nothing", sha: void 0, filesUrl: void 0 };
  return { label: commit.label, sha: commit.sha, filesUrl: github.filesUrl(commit.sha) };
}
function foldersOf({ context, settings }) {
  const diagnostics2 = [];
  const side = (name3) => {
    const folder = settings[name3];
    if (folder === void 0)
      throw stop("input-invalid", [name3, "a folder: `before` and `after` go together", "nothing"]);
    const info = { label: folder, sha: void 0, filesUrl: void 0 };
    if (folder === "cluster") return { is: "cluster", info };
    const read = (globs) => readSide(path4.resolve(context.workspace, folder), globs, { folder: context.workspace });
    const policies = read(settings.policies);
    const expectations2 = read(settings.expectations);
    diagnostics2.push(...policies.diagnostics, ...expectations2.diagnostics);
    return { is: "files", info, policies: policies.sources, expectations: expectations2.sources };
  };
  return { before: side("before"), after: side("after"), diagnostics: diagnostics2 };
}
async function snapshotOf2(input) {
  const { context, github, settings, snapshotRun } = input;
  if (settings.snapshot !== void 0) {
    const files = readSnapshotFiles(path4.resolve(context.workspace, settings.snapshot));
    return { origin: { label: settings.snapshot, url: void 0 }, files: each2(files) };
  }
  const found = github === void 0 ? void 0 : await artifactOf(github, input);
  if (found === void 0) return void 0;
  snapshotRun.run = found.run;
  return {
    origin: { label: `run ${String(found.run.id)}`, url: found.run.url },
    files: each2(snapshotFilesOf(found.files))
  };
}
var NO_SNAPSHOT = /* @__PURE__ */ new Set([
  "snapshot-missing",
  "snapshot-too-old",
  "snapshot-untrusted",
  "github-permission"
]);
async function artifactOf(github, { now, runner, settings }) {
  const { snapshotMaxAgeSeconds: limit3 } = settings;
  try {
    return await github.findSnapshot({
      artifact: settings.snapshotArtifact,
      workflow: settings.snapshotWorkflow,
      branch: settings.snapshotBranch,
      repository: settings.snapshotRepository,
      maxAgeSeconds: limit3 === "unlimited" ? Number.POSITIVE_INFINITY : limit3,
      nowMillis: Date.parse(now())
    });
  } catch (error) {
    const goesOn = error instanceof InputError && error.diagnostics.every(({ code: code2 }) => NO_SNAPSHOT.has(code2));
    if (settings.requireSnapshot || !goesOn) throw error;
    runner.log(`Going on without a snapshot: ${error.message}.`);
    return void 0;
  }
}
async function* each2(files) {
  for (const file of files) yield await Promise.resolve(file);
}

// src/action/gate.ts
async function runAction(world) {
  const runner = createRunner(world.env, world.write);
  try {
    return await gate(world, runner);
  } catch (error) {
    const stack = error instanceof Error ? error.stack ?? error.message : String(error);
    runner.group("This is a bug; please report it with these lines", stack.split("\n"));
    runner.setOutputs({ result: "error" });
    const message = "The gate could not run because of a bug in it; the log has the details.";
    runner.annotate([{ level: "error", at: void 0, title: "Netpol preflight", message }]);
    return 2;
  }
}
async function gate(world, runner) {
  const inputs = readInputs(world.env);
  const context = readContext(world.env, (file) => readFileSync(file, "utf8"));
  if (inputs.snapshotToken !== void 0) runner.mask(inputs.snapshotToken);
  const github = connectTo(inputs, context, runner);
  const prepared = await prepare(inputs, context, github, runner);
  const snapshotRun = {};
  const document = prepared.document ?? await run(prepared.settings, portsOf3({ ...prepared, context, github, runner, snapshotRun, now: world.now }));
  const { settings } = prepared;
  await publishReport({
    document,
    settings,
    comparison: prepared.comparison,
    context,
    github,
    runner,
    snapshotRun: snapshotRun.run
  });
  if (github !== void 0) {
    const { remaining: remaining2, sent } = github.usage();
    const left = remaining2 === void 0 ? "" : `; ${String(remaining2)} are left for this hour`;
    runner.log(`${String(sent)} requests to GitHub${left}.`);
  }
  return exitCodeOf(document.conclusion, settings?.failOn ?? "threshold");
}
function connectTo(inputs, context, runner) {
  if (inputs.token === void 0) return void 0;
  const { snapshotToken, token } = inputs;
  return connect({ context, token, snapshotToken, version: TOOL.version, log: runner.log });
}
var UNKNOWN = { label: "unknown", sha: void 0, filesUrl: void 0 };
async function prepare(inputs, context, github, runner) {
  let comparison;
  try {
    comparison = await compare2(inputs, github, runner);
    const configName = inputs.inputs["config"] ?? CONFIG_PATH;
    const config = await readConfig(inputs.inputs["config"], comparison, context, github);
    const settings = readSettings({ surface: "action", inputs: inputs.inputs, config, configName });
    if (!settings.ok) throw new InputError(settings.errors);
    for (const note of settings.value.notes) runner.log(note);
    return { settings: settings.value, comparison };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const document = errorDocument(void 0, { before: UNKNOWN, after: UNKNOWN }, error.diagnostics);
    return { document, settings: void 0, comparison };
  }
}
async function compare2({ inputs }, github, runner) {
  try {
    return await github?.compare();
  } catch (error) {
    if (!(error instanceof InputError) || inputs["before"] === void 0 && inputs["after"] === void 0) throw error;
    runner.log(`Nothing is read from GitHub: ${error.message}.`);
    return void 0;
  }
}
async function readConfig(named2, comparison, context, github) {
  const name3 = named2 ?? CONFIG_PATH;
  const text = await configText(name3, named2 !== void 0, comparison, context, github);
  if (text === void 0) return void 0;
  const config = parseConfig({ path: name3, text });
  if (!config.ok) throw new InputError(config.errors);
  return config.value;
}
async function configText(name3, isNamed2, comparison, context, github) {
  const base = comparison?.is === "compare" ? comparison.before : "cluster";
  if (github === void 0 || base === "cluster") return isNamed2 ? readWorkspace(context, name3) : void 0;
  if (base === "empty") return void 0;
  const tree = await github.readTree(base, (folder) => name3.startsWith(`${folder}/`));
  return (await github.readSource(tree, name3))?.text;
}
function readWorkspace(context, name3) {
  try {
    return readFileSync(path5.resolve(context.workspace, name3), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return void 0;
    throw stop("config-invalid", [name3, "a file that can be read", "nothing"]);
  }
}

// src/main.ts
process.exitCode = await runAction({
  env: process.env,
  write: (text) => void process.stdout.write(text),
  now: () => (/* @__PURE__ */ new Date()).toISOString()
});
