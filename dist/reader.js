import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)

// src/reader-worker.ts
import { parentPort, workerData } from "node:worker_threads";

// src/files/byte-range.ts
import { readSync } from "node:fs";
var CHUNK_BYTES = 256 * 1024;
function* bytesBetween(file2, from2, to2) {
  const room = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to2 - from2));
  for (let at3 = from2; at3 < to2; ) {
    const count2 = readSync(file2, room, 0, Math.min(room.length, to2 - at3), at3);
    if (count2 === 0) return;
    at3 += count2;
    yield room.subarray(0, count2);
  }
}

// src/base/diagnostic.ts
var InputError = class extends Error {
  diagnostics;
  constructor(diagnostics) {
    super(diagnostics.map((one) => `${one.code}: ${one.args.join(", ")}`).join("; "));
    this.name = "InputError";
    this.diagnostics = diagnostics;
  }
};
var stop = (code2, args, at3) => new InputError([{ code: code2, at: at3, args }]);

// src/files/trouble.ts
function causeOf(error) {
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

// src/files/decode.ts
var PIECE_BYTES = 64 * 1024;
async function* decodeText(parts, name, budget) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const bytes of parts) {
      budget.leftBytes -= bytes.length;
      if (budget.leftBytes < 0) throw stop("snapshot-unreadable", [name, "it unpacks to more than a snapshot may hold"]);
      for (let at3 = 0; at3 < bytes.length; at3 += PIECE_BYTES) {
        const text = decoder.decode(bytes.subarray(at3, at3 + PIECE_BYTES), { stream: true });
        if (text !== "") yield text;
      }
    }
    decoder.decode();
  } catch (error) {
    throw error instanceof InputError ? error : stop("snapshot-unreadable", [name, whyOf(error)]);
  }
}
function whyOf(error) {
  const code2 = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code2 === "ERR_ENCODING_INVALID_ENCODED_DATA") return "it is not UTF-8 text";
  return /^(?:Z_|ZSTD_|\d+$)/.test(code2) ? "it is damaged" : causeOf(error);
}

// src/files/section-task.ts
function isSectionTask(value) {
  if (typeof value !== "object" || value === null) return false;
  if (!("file" in value && "from" in value && "to" in value && "form" in value && "threads" in value)) return false;
  const { file: file2, form: form2, from: from2, threads: threads2, to: to2 } = value;
  return [file2, from2, threads2, to2].every((one) => typeof one === "number") && (form2 === "json" || form2 === "events");
}

// src/snapshot/code-units.ts
var Mark = class {
  length;
  /** Its letters four at a time, the first in the lowest byte; those left over are units */
  words;
  units;
  constructor(text) {
    this.units = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    this.length = this.units.length;
    const view = new DataView(this.units.buffer);
    this.words = Int32Array.from({ length: this.length >> 2 }, (_, i) => view.getInt32(i * 4, true));
  }
};
var CodeUnits = class {
  /** As many as the text has */
  units;
  /** The same memory, for reading several units at once */
  #view;
  /** 0 for units of one byte, 1 for units of two: by how many bits a place is to be shifted */
  #shift;
  constructor(units) {
    this.units = units;
    this.#view = new DataView(units.buffer, units.byteOffset, units.byteLength);
    this.#shift = units.BYTES_PER_ELEMENT === 2 ? 1 : 0;
  }
  /** Whether a mark stands at a place */
  isAt({ length, units: wanted, words }, at3) {
    if (at3 + length > this.units.length) return false;
    let i = 0;
    if (this.#shift === 0) {
      for (let word = 0; word < words.length; word++, i += 4)
        if (this.#view.getInt32(at3 + i, true) !== words[word]) return false;
    }
    for (; i < length; i++) if (this.units[at3 + i] !== wanted[i]) return false;
    return true;
  }
  /** A number made of the units from `from` to before `end`: equal for equal ones of texts of one width */
  hash(from2, end) {
    const view = this.#view;
    const last = end << this.#shift;
    let i = from2 << this.#shift;
    let [a, b] = [end - from2, 0];
    for (; i + 7 < last; i += 8) {
      a = Math.imul(a ^ view.getInt32(i, true), 2246822507);
      b = Math.imul(b ^ view.getInt32(i + 4, true), 3266489909);
      a ^= a >>> 15;
      b ^= b >>> 15;
    }
    for (; i < last; i++) a = Math.imul(a ^ view.getUint8(i), 2246822507) ^ a >>> 13;
    return a ^ Math.imul(b, 31) | 0;
  }
};
var CodeUnitBuffer = class {
  #encoder = new TextEncoder();
  #bytes = new Uint8Array(0);
  /** They hold until the next call, which may use the same memory */
  of(text) {
    const { length } = text;
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length * 2);
    const bytes = this.#bytes.subarray(0, length);
    if (this.#encoder.encodeInto(text, bytes).read === length) return new CodeUnits(bytes);
    const units = new Uint16Array(length);
    for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i);
    return new CodeUnits(units);
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
var SPACE = 32;
function skipBlanks(text, at3) {
  let i = at3;
  for (; i < text.length; i++) {
    const code2 = text.charCodeAt(i);
    if (code2 > SPACE && code2 !== COMMA && code2 !== 65279) break;
  }
  return i;
}
function skipBlanksBack(text, at3) {
  let i = at3 - 1;
  for (; i >= 0; i--) {
    const code2 = text.charCodeAt(i);
    if (code2 > SPACE && code2 !== COMMA) break;
  }
  return i + 1;
}
function skipString(text, at3) {
  for (let i = at3 + 1; i < text.length; i++) {
    const code2 = text.charCodeAt(i);
    if (code2 === QUOTE) return i + 1;
    if (code2 === BACKSLASH) i++;
    else if (code2 === NEWLINE) return BROKEN;
  }
  return INCOMPLETE;
}
function skipValue(text, at3) {
  const code2 = text.charCodeAt(at3);
  if (code2 === QUOTE) return skipString(text, at3);
  if (code2 === OPEN_BRACE || code2 === OPEN_BRACKET) return skipBrackets(text, at3);
  let i = at3;
  while (i < text.length && isScalar(text.charCodeAt(i))) i++;
  if (i === text.length) return INCOMPLETE;
  return i === at3 ? BROKEN : i;
}
function skipBrackets(text, at3) {
  let depth = 0;
  let i = at3;
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
  /** Of `#text`, once somebody asks */
  #codes;
  #codeBuffer = new CodeUnitBuffer();
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
  /** Of `#endOfLine`; what is before where the reading stands says nothing */
  #lineEnd = -1;
  #line = 1;
  #column = 1;
  constructor(sink, options) {
    this.#sink = sink;
    this.#events = options.events;
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
  /** Every value so far that matters to the next one stood on a line of its own: no list is open, and none was broken */
  get readsLines() {
    return this.#frames.length === 0 && !this.#lost && (this.#events || this.#onLines);
  }
  /** All of the text so far was taken, so that nothing in it waits for what follows */
  get isAtRest() {
    return this.#waitingLength === 0 && this.#text === "";
  }
  /** The line that the next character stands on */
  get line() {
    return this.#line;
  }
  /** So many lines are not in the text that follows, but were there */
  passLines(lines) {
    this.#line += lines;
  }
  #run() {
    if (this.#waitingLength > 0) {
      this.#drop();
      this.#text = this.#text === "" && this.#waiting.length === 1 ? this.#waiting[0] ?? "" : this.#text + this.#waiting.join("");
      this.#codes = void 0;
      this.#lineEnd = -1;
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
    this.#codes = void 0;
    this.#lineEnd = -1;
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
    return this.#cutBehind(this.#at) < Infinity && this.#passLine("line");
  }
  /** Where the line ends behind which an object that begins on it has broken off; Infinity where it has not */
  #cutBehind(start) {
    const end = this.#onLines ? this.#endOfLine(start) : Infinity;
    return this.#text[end + 1] === "{" ? end : Infinity;
  }
  /** Of the line on which a character stands; Infinity where the text does not reach. Many values may stand on one line */
  #endOfLine(at3) {
    if (this.#lineEnd < at3) {
      const newline = this.#text.indexOf("\n", at3);
      this.#lineEnd = newline < 0 ? Infinity : newline;
    }
    return this.#lineEnd;
  }
  /** Other fields than `data` say nothing about a flow */
  #stepEvent() {
    const newline = this.#text.indexOf("\n", this.#at);
    if (newline < 0 && !this.#ended) return false;
    const end = newline < 0 ? this.#text.length : newline;
    if (this.#text.startsWith(EVENT_DATA, this.#at)) {
      const from2 = skipBlanks(this.#text, this.#at + EVENT_DATA.length);
      const to2 = skipBlanksBack(this.#text, end);
      const { quick, opening } = this.#sink;
      if (quick === void 0 || !this.#text.startsWith(opening, from2) || !this.#take(quick, from2, to2)) {
        const json = this.#text.slice(from2, to2);
        if (json.startsWith("{") && skipValue(json, 0) === json.length) this.#sink.value(json, void 0);
        else this.#sink.broken(this.#place(), "line");
      }
    }
    this.#at = Math.min(end + 1, this.#text.length);
    return true;
  }
  /** Takes the line that begins at `at` as one value, where values have stood on lines so far */
  #quickLine(at3) {
    const { quick, opening } = this.#sink;
    if (quick === void 0 || !this.#text.startsWith(opening, at3)) return false;
    const newline = this.#endOfLine(at3);
    if (newline === Infinity && !this.#ended) return false;
    const end = Math.min(newline, this.#text.length);
    const close = skipBlanksBack(this.#text, end);
    if (this.#text[close - 1] !== "}" || !this.#take(quick, at3, close)) return false;
    this.#onLines = true;
    this.#at = end;
    return true;
  }
  #stepList(frame) {
    const at3 = this.#at;
    if (this.#text[at3] === "]") return this.#leave();
    const next = this.#quickElement(at3);
    if (next > 0) {
      this.#at = next;
      return true;
    }
    const end = skipValue(this.#text, at3);
    if (end === INCOMPLETE) return false;
    if (end === BROKEN) return this.#passRest();
    this.#sink.value(this.#text.slice(at3, end), frame.head);
    this.#at = end;
    return true;
  }
  /**
   * Takes the element up to the next one that begins alike. A quote behind a brace always opens a key, so the opening
   * never lies within a string; an element within the element is told by `quick`, which checks all of its text.
   */
  #quickElement(at3) {
    const { quick, opening } = this.#sink;
    if (quick === void 0 || !this.#text.startsWith(opening, at3)) return 0;
    const next = this.#text.indexOf(opening, at3 + 1);
    if (next < 0) return 0;
    const end = skipBlanksBack(this.#text, next);
    return this.#text[end - 1] === "}" && this.#take(quick, at3, end) ? next : 0;
  }
  #take(quick, from2, to2) {
    this.#codes ??= this.#codeBuffer.of(this.#text);
    return quick(this.#text, this.#codes, from2, to2);
  }
  #stepHolder(frame) {
    if (this.#text[this.#at] === "}") return this.#leave();
    const member = this.#member(this.#at);
    if (typeof member === "number") return member === INCOMPLETE ? false : this.#passRest();
    if (isList(this.#text, member)) return this.#enter({ is: "list", head: frame.head }, member.value + 1);
    const end = skipValue(this.#text, member.value);
    if (end < 0) return end === INCOMPLETE ? false : this.#passRest();
    this.#at = end;
    return true;
  }
  /** The object at `start`: a value, unless it holds a list to be read element by element */
  #open(start) {
    let at3 = start + 1;
    const cut = this.#cutBehind(start);
    for (; ; ) {
      at3 = skipBlanks(this.#text, at3);
      if (at3 >= this.#text.length) return false;
      if (at3 > cut) return this.#passLine("line");
      if (this.#text[at3] === "}") break;
      const member = this.#member(at3);
      if (typeof member === "number") return member === INCOMPLETE ? false : this.#passLine("line");
      if (member.value > cut) return this.#passLine("line");
      if (isList(this.#text, member)) {
        const head = this.#text.slice(start, at3);
        this.#frames.push({ is: "holder", head });
        return this.#enter({ is: "list", head }, member.value + 1);
      }
      if (member.key === "hits" && this.#text[member.value] === "{") {
        this.#frames.push({ is: "holder", head: void 0 });
        const opened = this.#open(member.value);
        if (!opened) this.#frames.pop();
        return opened;
      }
      at3 = skipValue(this.#text, member.value);
      if (at3 < 0) return at3 === INCOMPLETE ? false : this.#passLine("line");
    }
    this.#at = at3 + 1;
    const value = this.#text.slice(start, this.#at);
    this.#onLines = !value.includes("\n");
    this.#sink.value(value, void 0);
    return true;
  }
  /** The key at `at` and where its value begins; INCOMPLETE or BROKEN */
  #member(at3) {
    if (this.#text[at3] !== '"') return BROKEN;
    const keyEnd = skipString(this.#text, at3);
    if (keyEnd < 0) return keyEnd;
    const colon = skipBlanks(this.#text, keyEnd);
    const value = skipBlanks(this.#text, colon + 1);
    if (value >= this.#text.length) return INCOMPLETE;
    return this.#text[colon] === ":" ? { key: this.#text.slice(at3 + 1, keyEnd - 1), value } : BROKEN;
  }
  #enter(frame, at3) {
    this.#frames.push(frame);
    this.#at = at3;
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

// src/base/ip.ts
var V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
var V6_MAX = (1n << 128n) - 1n;
var V4_MAX = (1n << 32n) - 1n;
function parseV4(text) {
  if (!V4.test(text)) return void 0;
  let value = 0;
  for (const part of text.split(".")) value = value * 256 + Number(part);
  return value;
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
    head = `${head.slice(0, dotted + 1)}${dottedParts.map((part) => part.toString(16)).join(":")}`;
  }
  const halves = head.split("::");
  if (halves.length > 2) return void 0;
  for (const [half, into] of [
    [halves[0] ?? "", groups],
    [halves[1] ?? "", tail]
  ]) {
    if (half === "") continue;
    for (const group of half.split(":")) {
      if (!HEXTET.test(group)) return void 0;
      into.push(Number.parseInt(group, 16));
    }
  }
  const missing = 8 - groups.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return void 0;
  let value = 0n;
  for (const group of [...groups, ...Array.from({ length: missing }, () => 0), ...tail])
    value = value << 16n | BigInt(group);
  return value;
}
function parseIp(text) {
  if (!text.includes(":")) {
    const v4 = parseV4(text);
    return v4 === void 0 ? void 0 : { family: 4, value: BigInt(v4) };
  }
  const value = parseV6(text);
  if (value === void 0) return void 0;
  return value >> 32n === 0xffffn ? { family: 4, value: value & V4_MAX } : { family: 6, value };
}

// src/snapshot/values.ts
var isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
var NONE = /* @__PURE__ */ new Set(["", "-", "–", "—"]);
var UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
var NAME_LIMIT = 512;
function nameOf(value) {
  if (value === void 0 || value === null) return "";
  if (typeof value !== "string" || value.length > NAME_LIMIT || UNPRINTABLE.test(value)) return void 0;
  return NONE.has(value) ? "" : value;
}
function namespaceOf(value) {
  const name = nameOf(value);
  return name === "Global" ? "" : name;
}
function countOf(value) {
  if (value === void 0 || value === null) return 0;
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !(number >= 0)) return void 0;
  return Math.min(number, Number.MAX_SAFE_INTEGER);
}
function portOf(value) {
  const port = countOf(value);
  return port !== void 0 && Number.isInteger(port) && port <= 65535 ? port : void 0;
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
function protocolOf(value) {
  if (typeof value === "string" && !/^\d+$/.test(value)) {
    const name = value.toLowerCase();
    return Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : void 0;
  }
  const number = Number(value);
  return value !== void 0 && value !== null && Number.isInteger(number) && number >= 0 && number <= 255 ? number : void 0;
}
var ICMP = 1;
var ICMPV6 = 58;
function timeOf(value) {
  if (value === void 0 || value === null || value === "") return 0;
  if (typeof value === "string" && !/^\d+$/.test(value)) {
    const millis = Date.parse(value);
    return Number.isNaN(millis) ? void 0 : Math.max(0, millis / 1e3);
  }
  const number = Number(value);
  if (!(number >= 0)) return void 0;
  if (number < 1e11) return number;
  if (number < 1e14) return number / 1e3;
  return number < 1e17 ? number / 1e6 : number / 1e9;
}
var isoTime = (seconds) => new Date(seconds * 1e3).toISOString().replace(".000Z", "Z");
function ipsOf(value) {
  const texts = Array.isArray(value) ? value : value === void 0 || value === null ? [] : [value];
  return texts.flatMap((text) => typeof text === "string" ? parseIp(text) ?? [] : []);
}
function labelPairsOf(value) {
  if (typeof value === "string") return value === "" ? [] : value.split(" | ");
  const list = isObject(value) ? value["labels"] : value;
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
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
  const [name, namespace] = [nameOf(rawName), namespaceOf(rawNamespace)];
  if (name === void 0 || namespace === void 0 || name === "") return void 0;
  const network = namespace === "" && Object.hasOwn(NETWORKS, name) ? NETWORKS[name] : void 0;
  const end = { namespace, name: network ?? name, owner: void 0, ips, byAddress: false };
  return { ...end, is: network === void 0 ? typeOf(type, name, namespace) : "network" };
}
function typeOf(type, name, namespace) {
  const word = String(type).toLowerCase();
  const known2 = Object.hasOwn(TYPES, word) ? TYPES[word] : void 0;
  if (known2 !== void 0 && known2 !== "network") return known2;
  return namespace !== "" && name.endsWith("*") ? "pod" : "unknown";
}
function calicoService(protocolValue, portValue) {
  const [protocol2, port] = [protocolOf(protocolValue), portOf(portValue)];
  if (protocol2 === void 0) return "protocol";
  return port === void 0 ? "port" : { protocol: protocol2, port };
}

// src/snapshot/dialect.ts
var LIST = Infinity;
function countPart(part) {
  return {
    ...part,
    quotes: 0,
    read(record) {
      const counts = [];
      for (const key of part.keys) {
        const value = record[key];
        const count2 = value === void 0 || value === null ? void 0 : countOf(value);
        if (count2 === void 0 && value !== void 0 && value !== null) return key;
        counts.push(count2);
      }
      return part.fromCounts(counts);
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
  for (const part of dialect2.parts) {
    const row = part.read(record, tables);
    if (typeof row === "string") return row;
    rows.push(row);
  }
  return join(rows, givers(dialect2));
}
function givers(dialect2) {
  const by = (field) => {
    const at3 = dialect2.parts.findIndex((part) => part.gives.includes(field));
    return at3 < 0 ? dialect2.parts.length : at3;
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
  const from2 = (index) => rows[index] ?? NEUTRAL;
  return {
    source: from2(by.source).source,
    destination: from2(by.destination).destination,
    sourceLabels: from2(by.sourceLabels).sourceLabels,
    destinationLabels: from2(by.destinationLabels).destinationLabels,
    protocol: from2(by.protocol).protocol,
    port: from2(by.port).port,
    icmp: from2(by.icmp).icmp,
    reporter: from2(by.reporter).reporter,
    action: from2(by.action).action,
    enforced: from2(by.enforced).enforced,
    pending: from2(by.pending).pending,
    weak: from2(by.weak).weak,
    sourcePort: from2(by.sourcePort).sourcePort,
    start: from2(by.start).start,
    end: from2(by.end).end,
    packets: from2(by.packets).packets,
    connections: from2(by.connections).connections
  };
}

// src/base/order.ts
var byText = (a, b) => a < b ? -1 : a > b ? 1 : 0;
function byKeys(...keys2) {
  return (a, b) => {
    for (const key of keys2) {
      const [x, y] = [key(a), key(b)];
      if (x < y) return -1;
      if (x > y) return 1;
    }
    return 0;
  };
}

// src/snapshot/trace.ts
var KINDS = [
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
var KIND_BY_NAME = new Map(KINDS.map(([name, kind]) => [name.toLowerCase(), kind]));
var UNKNOWN_RULE = -2;
var PROFILE_TIER = "__PROFILE__";
function hitsOf(value, keys2) {
  if (!Array.isArray(value) || value.length === 0) return void 0;
  const hits = [];
  for (const one of value) {
    if (!isObject(one)) return void 0;
    const hit = hitOf(one, keys2);
    if (hit === void 0) return void 0;
    hits.push({ index: Number(one[keys2.policyIndex] ?? 0), hit });
  }
  return hits.sort(byKeys(({ index }) => index)).map(({ hit }) => hit);
}
function hitOf(value, keys2) {
  const kind = kindOf(value["kind"]);
  const action2 = actionOf(value["action"]);
  const tier = nameOf(value["tier"]);
  const rule = Number(value[keys2.ruleIndex] ?? 0);
  if (action2 === void 0 || tier === void 0 || !Number.isInteger(rule)) return void 0;
  if (kind === "pro") return named(PROFILE_TIER, kind, value, rule, action2);
  if (kind !== "end-of-tier") return named(tier, kind, value, rule === -1 ? "end-of-tier" : rule, action2);
  const trigger = value["trigger"];
  if (!isObject(trigger)) return { tier, kind: "unknown", namespace: "", name: "", rule: "end-of-tier", action: action2 };
  const triggerKind = kindOf(trigger["kind"]);
  return named(tier, triggerKind === "end-of-tier" ? "unknown" : triggerKind, trigger, "end-of-tier", action2);
}
function named(tier, kind, from2, rule, action2) {
  const [namespace, name] = [nameOf(from2["namespace"]), nameOf(from2["name"])];
  return namespace === void 0 || name === void 0 ? void 0 : { tier, kind, namespace, name, rule, action: action2 };
}
function kindOf(value) {
  if (typeof value === "number") return KINDS[value]?.[1] ?? "unknown";
  if (typeof value !== "string") return "unknown";
  return (/^\d+$/.test(value) ? KINDS[Number(value)]?.[1] : KIND_BY_NAME.get(value.toLowerCase())) ?? "unknown";
}
var ACTIONS = /* @__PURE__ */ new Map([
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
var actionOf = (value) => ACTIONS.get(typeof value === "string" ? value.toLowerCase() : value);
function actionCode(value) {
  const action2 = actionOf(value);
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
var reporterCode = (value) => REPORTERS.get(typeof value === "string" ? value.toLowerCase() : value) ?? 0;
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
function hitsOfStrings(value) {
  if (!Array.isArray(value) || value.length === 0) return void 0;
  const hits = [];
  for (const one of value) {
    const hit = typeof one === "string" ? hitOfString(one) : void 0;
    if (hit === void 0) return void 0;
    hits.push(hit);
  }
  return hits.sort(byKeys(({ index }) => index)).map(({ hit }) => hit);
}
var POLICY_STRING = /^(\d+)\|([^|]*)\|(.*)\|([A-Za-z]+)(?:\|(-?\d+))?$/s;
function hitOfString(text) {
  const [, index, tier, policy, actionText, ruleText] = POLICY_STRING.exec(text) ?? [];
  const action2 = actionOf(actionText);
  if (index === void 0 || tier === void 0 || policy === void 0 || action2 === void 0) return void 0;
  const rule = ruleText === void 0 ? UNKNOWN_RULE : Number(ruleText);
  const { kind, name, namespace } = policyOf(policy, tier);
  if (nameOf(name) === void 0 || nameOf(namespace) === void 0 || nameOf(tier) === void 0) return void 0;
  const hit = { tier, kind, namespace, name, rule: rule === -1 ? "end-of-tier" : rule, action: action2 };
  return { index: Number(index), hit };
}
function policyOf(text, tier) {
  const [, short, rest] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (short !== void 0 && rest !== void 0 && Object.hasOwn(SHORT_KINDS, short)) {
    const [namespace2, name] = split(rest);
    return { kind: SHORT_KINDS[short] ?? "unknown", namespace: namespace2, name };
  }
  if (tier === PROFILE_TIER) return { kind: "pro", namespace: "", name: withoutPrefix(text, `${PROFILE_TIER}.`) };
  const [namespace, full] = split(text);
  return olderPolicy(namespace, full, tier);
}
function olderPolicy(namespace, full, tier) {
  const staged = full.includes("staged:");
  const name = full.replace("staged:", "");
  const at3 = (prefix) => name.startsWith(prefix);
  if (at3("knp.default.")) return { kind: staged ? "sknp" : "knp", namespace, name: name.slice("knp.default.".length) };
  if (at3("kanp.")) return { kind: "kanp", namespace, name: withoutPrefix(name.slice(5), "adminnetworkpolicy.") };
  if (at3("kbanp."))
    return { kind: "kbanp", namespace, name: withoutPrefix(name.slice(6), "baselineadminnetworkpolicy.") };
  const bare = withoutPrefix(name, `${tier}.`);
  if (namespace === "") return { kind: staged ? "sgnp" : "gnp", namespace, name: bare };
  return { kind: staged ? "snp" : "np", namespace, name: bare };
}
function split(text) {
  const slash = text.indexOf("/");
  return slash < 0 ? ["", text] : [text.slice(0, slash), text.slice(slash + 1)];
}
var withoutPrefix = (text, prefix) => text.startsWith(prefix) ? text.slice(prefix.length) : text;

// src/snapshot/goldmane.ts
var snake = (key) => key;
var camel = (key) => key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
function dialect(spell) {
  const key = (name) => spell(name);
  const keys2 = (...names) => names.map(spell);
  const mark = (name) => `"${spell(name)}":`;
  const hitKeys = { policyIndex: key("policy_index"), ruleIndex: key("rule_index") };
  function readEnd2(record, side, tables) {
    const end = calicoEnd({
      name: record[key(`${side}_name`)],
      namespace: record[key(`${side}_namespace`)],
      type: record[key(`${side}_type`)],
      ips: ipsOf(record[key(`${side}_ips`)])
    });
    return end === void 0 ? key(`${side}_name`) : tables.endNumber(end);
  }
  const source2 = {
    mark: mark("source_name"),
    quotes: 6,
    keys: keys2("source_name", "source_namespace", "source_type"),
    gives: ["source"],
    read(record, tables) {
      const end = readEnd2(record, "source", tables);
      return typeof end === "string" ? end : { ...NEUTRAL, source: end };
    }
  };
  const destination2 = {
    mark: mark("dest_name"),
    quotes: 6,
    keys: keys2("dest_name", "dest_namespace", "dest_type"),
    gives: ["destination"],
    read(record, tables) {
      const end = readEnd2(record, "dest", tables);
      return typeof end === "string" ? end : { ...NEUTRAL, destination: end };
    }
  };
  const port = {
    mark: mark("dest_port"),
    quotes: 0,
    keys: keys2("dest_port"),
    gives: ["port"],
    fromCounts: ([count2]) => portRow(count2),
    read: (record) => portRow(record[key("dest_port")])
  };
  const portRows = /* @__PURE__ */ new Map();
  function portRow(value) {
    const number = portOf(value);
    if (number === void 0) return key("dest_port");
    let row = portRows.get(number);
    if (row === void 0) {
      row = { ...NEUTRAL, port: number };
      portRows.set(number, row);
    }
    return row;
  }
  const service2 = {
    mark: mark("dest_service_name"),
    quotes: 21,
    keys: keys2(
      ...["dest_service_name", "dest_service_namespace", "dest_service_port_name", "dest_service_port"],
      ...["proto", "reporter", "action"]
    ),
    gives: ["protocol", "reporter", "action"],
    read(record) {
      const protocol2 = protocolOf(record["proto"]);
      if (protocol2 === void 0) return "proto";
      return {
        ...NEUTRAL,
        protocol: protocol2,
        reporter: reporterCode(record["reporter"]),
        action: actionCode(record["action"])
      };
    }
  };
  const tracePart = (name, gives, parts) => ({
    quotes: LIST,
    gives: [gives],
    ...parts,
    read(record, tables) {
      const { policies } = record;
      const hits = isObject(policies) ? policies[key(name)] : record[key(name)];
      return { ...NEUTRAL, [gives]: tables.traceNumber(hitsOf(hits, hitKeys)) };
    }
  });
  const enforced2 = tracePart("enforced_policies", "enforced", {
    mark: `"policies":{${mark("enforced_policies")}`,
    keys: ["policies"],
    opens: 1
  });
  const pending2 = tracePart("pending_policies", "pending", {
    follows: "enforced",
    mark: mark("pending_policies"),
    keys: keys2("pending_policies"),
    closes: 2
  });
  const time = {
    mark: mark("start_time"),
    quotes: 0,
    keys: keys2("start_time", "end_time"),
    gives: ["start", "end"],
    // Hardly ever the same twice, and numbers wherever machines write them
    fromCounts: ([start, end]) => timesOf2(start, end),
    read: (record) => timesOf2(record[key("start_time")], record[key("end_time")])
  };
  function timesOf2(startValue, endValue) {
    const [start, end] = [timeOf(startValue), timeOf(endValue)];
    if (start === void 0) return key("start_time");
    return end === void 0 ? key("end_time") : { ...NEUTRAL, start, end };
  }
  const labels = (side, gives) => ({
    mark: mark(`${side}_labels`),
    quotes: LIST,
    keys: keys2(`${side}_labels`),
    gives: [gives],
    follows: side === "source" ? "source" : "destination",
    read: (record, tables) => ({
      ...NEUTRAL,
      [gives]: tables.labelsNumber(labelPairsOf(record[key(`${side}_labels`)]))
    })
  });
  const counters2 = countPart({
    mark: mark("packets_in"),
    keys: [
      ...keys2("packets_in", "packets_out", "bytes_in", "bytes_out"),
      ...keys2("num_connections_started", "num_connections_completed", "num_connections_live")
    ],
    gives: ["packets", "connections"],
    fromCounts: ([into, out, , , started]) => ({
      ...NEUTRAL,
      packets: (into ?? 0) + (out ?? 0),
      connections: started ?? 0
    })
  });
  return {
    parts: [
      source2,
      destination2,
      port,
      service2,
      enforced2,
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
function flatGoldmane(value) {
  const flow = isObject(value["flow"]) ? value["flow"] : value;
  const key = flow["Key"] ?? flow["key"];
  return isObject(key) ? { ...key, ...flow } : void 0;
}
var isBareKey = (value) => "reporter" in value && "proto" in value && ("source_name" in value || "sourceName" in value);
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
  /** Whether the stretch stands at `at`, and ends there with a value; sets `end` */
  isAt(stretch, text, at3) {
    const end = at3 + stretch.text.length;
    if (text.slice(at3, end) !== stretch.text || isInner(text.charCodeAt(end))) return false;
    this.end = end;
    return true;
  }
  /** The known stretch that stands at `at`; sets `end`. `codes`: those of the text */
  find(text, codes, at3) {
    this.#number = this.#numberAt(codes, at3 + this.#common);
    const first = this.#known.get(this.#number);
    let before;
    let tries = 0;
    for (let known2 = first; known2 !== void 0 && tries < TRIES; known2 = known2.next, tries++) {
      if (this.isAt(known2, text, at3)) {
        if (before !== void 0) {
          before.next = known2.next;
          known2.next = first;
          this.#known.set(this.#number, known2);
        }
        return known2;
      }
      before = known2;
    }
    return void 0;
  }
  /** Remembers the stretch from `at`, where `find` has just looked, to `end` */
  learn(text, at3, end, value) {
    if (this.#size >= MEMORY) {
      this.#known.clear();
      this.#size = 0;
    }
    this.#size++;
    const known2 = {
      text: detached(text.slice(at3, end)),
      value,
      companion: void 0,
      next: this.#known.get(this.#number)
    };
    this.#known.set(this.#number, known2);
    return known2;
  }
  /** Made of all of a list, and of anything else as far as `quotes` reach, or its object */
  #numberAt(codes, from2) {
    const { units } = codes;
    const isList2 = units[from2] === OPEN_BRACKET2;
    return codes.hash(from2, isList2 ? units.indexOf(CLOSE_BRACKET2, from2) : this.#endOfBeginning(units, from2));
  }
  #endOfBeginning(units, from2) {
    let quotes = this.#quotes;
    for (let i = from2; i < units.length; i++) {
      const code2 = units[i];
      if (code2 === CLOSE_BRACE2 || code2 === QUOTE2 && --quotes === 0) return i;
    }
    return units.length;
  }
};
var isInner = (code2) => code2 > 32 && code2 !== 44 && code2 !== CLOSE_BRACE2;
var detached = (text) => ` ${text}`.slice(1);

// src/snapshot/quick-record.ts
var QUOTE3 = 34;
var COMMA2 = 44;
var SPACE2 = 32;
var ZERO = 48;
var CLOSE_BRACE3 = 125;
var DIGITS = 15;
var QuickRecords = class {
  #dialect;
  #tables;
  #parts;
  #givers;
  /** Of the record that is read: what each part gives, and the stretch that it is */
  #rows = [];
  #stretches = [];
  #counts = [];
  #codes = new CodeUnits(new Uint8Array(0));
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
    this.#parts = dialect2.parts.map((part) => ({
      part,
      stretches: new Stretches(part.mark.length, part.quotes),
      foreign: new Set(dialect2.parts.filter((other) => other !== part).flatMap((other) => other.keys)),
      absent: part.closes === void 0 ? rowOf(part.read({}, tables)) : void 0,
      follows: dialect2.parts.findIndex(({ gives }) => part.follows !== void 0 && gives.includes(part.follows)),
      mark: new Mark(part.mark),
      countMarks: part.fromCounts === void 0 ? [] : part.keys.map((key) => new Mark(`"${key}":`))
    }));
  }
  /**
   * The object from the brace at `from` to the one before `to`. Undefined: to be parsed instead, if it is a record at
   * all. `codes`: those of all of the text, which is not cut, for that slows down every look at it.
   */
  read(json, codes, from2, to2) {
    this.#codes = codes;
    this.#to = to2;
    let at3 = this.#skipPrefix(json, from2);
    if (at3 < 0) return void 0;
    for (let i = 0; i < this.#parts.length; i++) {
      const learnt = this.#parts[i];
      if (learnt === void 0) return void 0;
      this.#stretches[i] = void 0;
      const row = at3 < to2 ? this.#readPart(json, at3, i, learnt) : learnt.absent;
      if (row === void 0) return void 0;
      if (row !== learnt.absent) at3 = this.#end;
      if (at3 < 0) return void 0;
      this.#rows[i] = row;
    }
    return at3 === to2 && this.#open === 0 ? join(this.#rows, this.#givers) : void 0;
  }
  /** The offset of the first part, or a negative number where something unexpected stands before it */
  #skipPrefix(json, from2) {
    if (this.#prefix !== "" && json.startsWith(this.#prefix, from2)) {
      this.#open = this.#prefixOpens;
      return from2 + this.#prefix.length;
    }
    const record = json.slice(from2, this.#to);
    const first = record.indexOf(this.#dialect.parts[0]?.mark ?? "");
    const prefix = record.slice(0, Math.max(0, first));
    if (first < 0 || !this.#dialect.prefix.test(prefix)) return -1;
    this.#open = prefix.split("{").length - 1;
    if (!/\d/.test(prefix)) {
      this.#prefix = ` ${prefix}`.slice(1);
      this.#prefixOpens = this.#open;
    }
    return from2 + first;
  }
  /** Sets `#end`, unless the part is not there */
  #readPart(json, at3, i, learnt) {
    const { follows, part, stretches } = learnt;
    if (part.fromCounts !== void 0)
      return this.#codes.isAt(learnt.mark, at3) ? this.#readCounts(at3, learnt) : learnt.absent;
    const leader = follows < 0 ? void 0 : this.#stretches[follows];
    const guess = leader?.companion;
    if (guess !== void 0 && stretches.isAt(guess, json, at3)) return this.#take(i, part, guess, stretches.end);
    const known2 = stretches.find(json, this.#codes, at3);
    if (known2 !== void 0) {
      if (leader !== void 0) leader.companion = known2;
      return this.#take(i, part, known2, stretches.end);
    }
    return json.startsWith(part.mark, at3) ? this.#readStretch(json, at3, i, learnt) : learnt.absent;
  }
  #take(i, part, stretch, end) {
    this.#stretches[i] = stretch;
    this.#open += part.opens ?? 0;
    this.#end = this.#skipBetween(end);
    return stretch.value;
  }
  #readStretch(json, at3, i, { foreign, part, stretches }) {
    const rest = json.slice(at3, this.#to);
    const opens = part.opens ?? 0;
    const next = this.#nextMark(rest, i);
    const closes = next < 0 ? this.#open + opens : part.closes ?? 0;
    const end = closed(rest, skipBlanksBack(rest, next < 0 ? rest.length : next), closes);
    const value = end < 0 ? void 0 : parsed(`{${rest.slice(0, end)}${"}".repeat(1 + opens)}`);
    if (value === void 0) return void 0;
    for (const key of Object.keys(value)) if (foreign.has(key)) return void 0;
    const row = rowOf(part.read(value, this.#tables));
    if (row === void 0) return void 0;
    return this.#take(i, part, stretches.learn(json, at3, at3 + end, row), at3 + end);
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
  #readCounts(from2, { countMarks, part }) {
    const counts = this.#counts;
    counts.length = 0;
    this.#end = from2;
    for (const mark of countMarks) {
      const count2 = this.#codes.isAt(mark, this.#end) ? this.#readCount(this.#end + mark.length) : void 0;
      if (count2 === -1 || this.#end < 0) return void 0;
      counts.push(count2);
    }
    return part.fromCounts === void 0 ? void 0 : rowOf(part.fromCounts(counts));
  }
  /** -1 for what is no count. Sets `#end` behind it */
  #readCount(from2) {
    const { units } = this.#codes;
    let i = from2;
    while ((units[i] ?? ZERO) <= SPACE2) i++;
    const quoted = units[i] === QUOTE3;
    if (quoted) i++;
    const first = i;
    let count2 = 0;
    for (; ; ) {
      const digit = (units[i] ?? 0) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      count2 = count2 * 10 + digit;
      i++;
    }
    if (i === first || i - first > DIGITS || quoted && units[i] !== QUOTE3) return -1;
    this.#end = this.#skipBetween(quoted ? i + 1 : i);
    return count2;
  }
  /** Behind a value: closing braces, then the comma before the next key or the end of the record; -1 for anything else */
  #skipBetween(from2) {
    const { units } = this.#codes;
    let i = from2;
    let commas = 0;
    for (; i < this.#to; i++) {
      const code2 = units[i] ?? 0;
      if (code2 === CLOSE_BRACE3 && commas === 0) this.#open--;
      else if (code2 === COMMA2) commas++;
      else if (code2 > SPACE2) break;
    }
    return i === this.#to ? commas === 0 ? i : -1 : commas === 1 ? i : -1;
  }
};
var rowOf = (row) => typeof row === "string" ? void 0 : row;
function parsed(json) {
  try {
    const value = JSON.parse(json);
    return isObject(value) ? value : void 0;
  } catch {
    return void 0;
  }
}
function closed(json, end, count2) {
  let at3 = end;
  for (let i = 0; i < count2; i++) {
    if (json.charCodeAt(at3 - 1) !== CLOSE_BRACE3) return -1;
    at3 = skipBlanksBack(json, at3 - 1);
  }
  return at3;
}

// src/snapshot/enterprise.ts
function enterpriseRow(record, tables) {
  const source2 = endOf(record, "source");
  if (source2 === void 0) return "source_name_aggr";
  const destination2 = endOf(record, "dest");
  if (destination2 === void 0) return "dest_name_aggr";
  const service2 = calicoService(record["proto"], record["dest_port"]);
  if (typeof service2 === "string") return service2 === "port" ? "dest_port" : "proto";
  const [start, end] = [timeOf(record["start_time"]), timeOf(record["end_time"])];
  if (start === void 0) return "start_time";
  if (end === void 0) return "end_time";
  const [into, out] = [countOf(record["packets_in"]), countOf(record["packets_out"])];
  const started = countOf(record["num_flows_started"]);
  if (into === void 0 || out === void 0 || started === void 0) return "packets_in";
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
    sourcePort: portOf(record["source_port"]) ?? 0,
    start,
    end,
    packets: into + out,
    connections: "num_flows_started" in record ? started : -1
  };
}
function endOf(record, side) {
  const type = record[`${side}_type`];
  const full = type === "wep" ? nameOf(record[`${side}_name`]) : "";
  return calicoEnd({
    name: full === void 0 || full === "" ? record[`${side}_name_aggr`] : full,
    namespace: record[`${side}_namespace`],
    type,
    ips: ipsOf(record[`${side}_ip`])
  });
}

// src/snapshot/hubble.ts
function hubbleFlow(value) {
  const flow = isObject(value["flow"]) ? value["flow"] : value;
  return "verdict" in flow && (isObject(flow["IP"]) || isObject(flow["ip"])) ? flow : void 0;
}
function hubbleLost(value) {
  const lost = value["lost_events"] ?? value["lostEvents"];
  if (isObject(lost)) {
    const count2 = Number(lost["num_events_lost"] ?? lost["numEventsLost"] ?? 1);
    return Number.isFinite(count2) ? count2 : 1;
  }
  return "node_status" in value || "nodeStatus" in value ? 0 : void 0;
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
  const action2 = verdictOf(flow);
  return action2 === void 0 ? "nothing" : rowOf2(flow, action2, weak, tables);
}
function rowOf2(flow, action2, weak, tables) {
  const [source2, destination2] = [endOf2(flow, "source"), endOf2(flow, "destination")];
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
    sourceLabels: tables.labelsNumber(labelsOf(flow, "source")),
    destinationLabels: tables.labelsNumber(labelsOf(flow, "destination")),
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
function get(value, snake2, other) {
  const camel2 = snake2.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return value[snake2] ?? value[camel2] ?? (other === void 0 ? void 0 : value[other]);
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
function verdictOf(flow) {
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
  const value = flow["l4"];
  return isObject(value) ? value : {};
};
function beginsConnection(flow) {
  const tcp = layer4(flow)["TCP"] ?? layer4(flow)["tcp"];
  const flags = isObject(tcp) ? tcp["flags"] : void 0;
  return isObject(flags) && flags["SYN"] === true && flags["ACK"] !== true;
}
var PORT_PROTOCOLS = [
  ["TCP", 6],
  ["UDP", 17],
  ["SCTP", 132]
];
var ICMP_PROTOCOLS = [
  ["ICMPv4", ICMP],
  ["ICMPv6", ICMPV6]
];
function serviceOf(flow) {
  const l4 = layer4(flow);
  const named2 = (name) => l4[name] ?? l4[name.toLowerCase()];
  for (const [name, protocol2] of PORT_PROTOCOLS) {
    const of = named2(name);
    if (isObject(of)) return portService(of, protocol2);
  }
  for (const [name, protocol2] of ICMP_PROTOCOLS) {
    const of = named2(name);
    if (isObject(of)) return icmpService(of, protocol2);
  }
  return void 0;
}
function portService(of, protocol2) {
  const [port, sourcePort] = [portOf(get(of, "destination_port")), portOf(get(of, "source_port"))];
  return port === void 0 || sourcePort === void 0 ? void 0 : { protocol: protocol2, port, icmp: 0, sourcePort };
}
function icmpService(of, protocol2) {
  const [type, code2] = [Number(of["type"] ?? 0), Number(of["code"] ?? 0)];
  const isByte2 = (value) => Number.isInteger(value) && value >= 0 && value <= 255;
  return isByte2(type) && isByte2(code2) ? { protocol: protocol2, port: 0, icmp: type * 256 + code2 + 1, sourcePort: 0 } : void 0;
}
function endOf2(flow, side) {
  const addresses = isObject(flow["IP"]) ? flow["IP"] : flow["ip"];
  const text = isObject(addresses) ? addresses[side] : void 0;
  const ip = typeof text === "string" ? parseIp(text) : void 0;
  const end = isObject(flow[side]) ? flow[side] : {};
  const [namespace, name] = [nameOf(end["namespace"]), nameOf(get(end, "pod_name"))];
  const ips = ip === void 0 ? [] : [ip];
  if (namespace && name) return { is: "pod", namespace, name, owner: ownerOf(end), ips, byAddress: false };
  if (ip === void 0) return void 0;
  return { is: "network", namespace: "", name: "", owner: void 0, ips, byAddress: false };
}
function ownerOf(end) {
  const workloads = Array.isArray(end["workloads"]) ? end["workloads"] : [];
  const [workload] = workloads;
  if (!isObject(workload)) return void 0;
  const [name, kind] = [nameOf(workload["name"]), nameOf(workload["kind"])];
  return name && kind ? { kind, name } : void 0;
}
var NAMESPACE_LABEL = "io.cilium.k8s.namespace.labels.";
var CALICO_LABELS = {
  "io.kubernetes.pod.namespace": "projectcalico.org/namespace",
  "io.cilium.k8s.policy.serviceaccount": "projectcalico.org/serviceaccount"
};
function labelsOf(flow, side) {
  const end = flow[side];
  const labels = isObject(end) && Array.isArray(end["labels"]) ? end["labels"] : [];
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
function metadataOf(value) {
  if (value["kind"] === METADATA_KIND) return timesOf(captureOf(value));
  return "list_start_time_gte" in value && "list_start_time_lt" in value ? listMetadata(value) : void 0;
}
function timesOf(said) {
  return {
    capturedAt: known(said.capturedAt),
    windowStart: known(said.window?.start),
    windowEnd: known(said.window?.end),
    clusterId: said.clusterId,
    said
  };
}
function listMetadata(value) {
  const [start, end] = [known(value["list_start_time_gte"]), known(value["list_start_time_lt"])];
  return timesOf({
    ...end !== void 0 && { capturedAt: isoTime(end) },
    ...start !== void 0 && end !== void 0 && { window: { start: isoTime(start), end: isoTime(end) } }
  });
}
function known(value) {
  const time = timeOf(value);
  return time === 0 ? void 0 : time;
}
function captureOf(value) {
  const { clusterId, counts, sources, tool, unread, window } = value;
  const capturedAt = timeText(value["capturedAt"]);
  const [start, end] = isObject(window) ? [timeText(window["start"]), timeText(window["end"])] : [];
  const objects = isObject(counts) && isObject(counts["objects"]) ? countsOf(counts["objects"]) : void 0;
  return {
    ...capturedAt !== void 0 && { capturedAt },
    ...start !== void 0 && end !== void 0 && { window: { start, end } },
    ...typeof clusterId === "string" && clusterId !== "" && { clusterId },
    ...toolOf(tool),
    ...isObject(sources) && { sources: sourcesOf(sources) },
    ...objects !== void 0 && { counts: { objects } },
    ...Array.isArray(unread) && { unread: unread.flatMap(gapOf) }
  };
}
var timeText = (value) => typeof value === "string" && (timeOf(value) ?? 0) > 0 ? value : void 0;
function toolOf(value) {
  if (!isObject(value)) return {};
  const { name, version } = value;
  return typeof name === "string" && typeof version === "string" ? { tool: { name, version } } : {};
}
var sourcesOf = ({ flows, objects }) => ({
  ...typeof objects === "string" && { objects },
  ...typeof flows === "string" && { flows }
});
var countsOf = (value) => Object.fromEntries(
  Object.entries(value).flatMap(
    ([kind, count2]) => typeof count2 === "number" && Number.isSafeInteger(count2) && count2 >= 0 ? [[kind, count2]] : []
  )
);
function gapOf(value) {
  if (!isObject(value)) return [];
  const { what, why } = value;
  return typeof what === "string" && typeof why === "string" ? [{ what, why }] : [];
}

// src/snapshot/tuple.ts
function tupleEnd(value) {
  if (!isObject(value)) return void 0;
  const { ip: ipText, pod } = value;
  const ip = typeof ipText === "string" ? parseIp(ipText) : void 0;
  if (ip === void 0 && ipText !== void 0 && ipText !== null) return void 0;
  if (pod === void 0 || pod === null) return ip === void 0 ? void 0 : addressEnd(ip);
  if (typeof pod !== "string") return void 0;
  const slash = pod.indexOf("/");
  const [namespace, name] = [nameOf(pod.slice(0, Math.max(0, slash))), nameOf(pod.slice(slash + 1))];
  if (!namespace || !name || name.includes("/")) return void 0;
  return { is: "pod", namespace, name, owner: void 0, ips: ip === void 0 ? [] : [ip], byAddress: false };
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
      const end = tupleEnd(record[key]);
      return end === void 0 ? key : { ...NEUTRAL, [gives]: tables.endNumber(end) };
    }
  };
}
var protocol = {
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
  fromCounts([port = 0]) {
    if (port > LAST_PORT) return key;
    return gives === "port" ? { ...NEUTRAL, port } : { ...NEUTRAL, sourcePort: port };
  }
});
var icmp = {
  mark: '"icmp":',
  quotes: 4,
  keys: ["icmp"],
  gives: ["icmp"],
  read(record) {
    const value = record["icmp"];
    if (value === void 0 || value === null) return NEUTRAL;
    const [type, code2] = isObject(value) ? [value["type"], value["code"] ?? 0] : [];
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
    const end = timeOf(record["lastSeen"]);
    return end === void 0 ? "lastSeen" : { ...NEUTRAL, end };
  }
};
var isByte = (value) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
var TUPLES = {
  parts: [
    endPart("src", "source"),
    endPart("dst", "destination"),
    protocol,
    portPart("sourcePort", "sourcePort"),
    portPart("destinationPort", "port"),
    icmp,
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
function readEnd(record, side, tables) {
  const end = calicoEnd({
    name: record[`${side}_name`],
    namespace: record[`${side}_namespace`],
    type: void 0,
    ips: ipsOf(record[`${side}_ips`])
  });
  if (end === void 0) return `${side}_name`;
  return [tables.endNumber(end), tables.labelsNumber(labelPairsOf(record[`${side}_labels`]))];
}
var source = {
  mark: '"source_name":',
  quotes: 6,
  keys: ["source_name", "source_namespace", "source_labels", "source_ips"],
  gives: ["source", "sourceLabels"],
  read(record, tables) {
    const end = readEnd(record, "source", tables);
    return typeof end === "string" ? end : { ...NEUTRAL, source: end[0], sourceLabels: end[1] };
  }
};
var destination = {
  mark: '"dest_name":',
  quotes: 6,
  keys: ["dest_name", "dest_namespace", "dest_labels", "dest_ips"],
  gives: ["destination", "destinationLabels"],
  read(record, tables) {
    const end = readEnd(record, "dest", tables);
    return typeof end === "string" ? end : { ...NEUTRAL, destination: end[0], destinationLabels: end[1] };
  }
};
var service = {
  mark: '"protocol":',
  quotes: 8,
  keys: ["protocol", "dest_port", "reporter"],
  gives: ["protocol", "port", "reporter"],
  read(record) {
    const of = calicoService(record["protocol"], record["dest_port"]);
    if (typeof of === "string") return of === "port" ? "dest_port" : of;
    return { ...NEUTRAL, ...of, reporter: reporterCode(record["reporter"]) };
  }
};
var HIT_KEYS = { policyIndex: "policy_index", ruleIndex: "rule_index" };
var enforced = {
  mark: '"policies":{"enforced":',
  quotes: LIST,
  keys: ["policies"],
  gives: ["enforced"],
  opens: 1,
  read(record, tables) {
    const { policies } = record;
    return {
      ...NEUTRAL,
      enforced: tables.traceNumber(hitsOf(isObject(policies) ? policies["enforced"] : void 0, HIT_KEYS))
    };
  }
};
var pending = {
  mark: '"pending":',
  quotes: LIST,
  keys: ["pending"],
  gives: ["pending"],
  follows: "enforced",
  closes: 1,
  read(record, tables) {
    const { policies } = record;
    const hits = isObject(policies) ? policies["pending"] : record["pending"];
    return { ...NEUTRAL, pending: tables.traceNumber(hitsOf(hits, HIT_KEYS)) };
  }
};
var counters = countPart({
  mark: '"packets_in":',
  keys: ["packets_in", "packets_out", "bytes_in", "bytes_out"],
  gives: ["packets", "connections"],
  fromCounts: ([into, out]) => ({ ...NEUTRAL, packets: (into ?? 0) + (out ?? 0) })
});
var WHISKER = {
  parts: [
    timePart("start_time", "start"),
    timePart("end_time", "end"),
    action,
    source,
    destination,
    service,
    enforced,
    pending,
    counters
  ],
  prefix: /^\{\s*$/
};

// src/snapshot/recognise.ts
function recognise(value, events, tables) {
  if (!isObject(value)) return { is: "unknown" };
  const metadata = metadataOf(value);
  if (metadata !== void 0) return { is: "metadata", metadata };
  const list = listOf(value);
  if (list !== void 0) return list;
  if (typeof value["apiVersion"] === "string" && typeof value["kind"] === "string") return { is: "object" };
  return recordOf(value, events, tables) ?? aside(value);
}
function listOf(value) {
  for (const key of ["items", "flows", "objects"])
    if (Array.isArray(value[key])) return { is: "list", items: value[key], head: value };
  return "total" in value && value["items"] === null ? { is: "nothing" } : void 0;
}
function recordOf(value, events, tables) {
  const source2 = value["_source"];
  if (isObject(source2)) return recordOf(source2, events, tables);
  const flat = flatGoldmane(value);
  if (flat !== void 0) return goldmaneRecord(flat, tables);
  const event = hubbleFlow(value);
  return event === void 0 ? flatRecordOf(value, events, tables) : hubbleEvent(event, tables);
}
function goldmaneRecord(flat, tables) {
  const dialect2 = goldmaneDialect(flat);
  return result(dialect2, readRow(dialect2 === "goldmane-protojson" ? GOLDMANE_CAMEL : GOLDMANE_SNAKE, flat, tables));
}
function bareKey(value, tables) {
  const recognised = goldmaneRecord(value, tables);
  return recognised.is === "record" ? { ...recognised, row: { ...recognised.row, connections: 1 } } : recognised;
}
function hubbleEvent(event, tables) {
  const row = hubbleRow(event, tables);
  if (row === "nothing") return { is: "nothing" };
  return result("hubble", "bad" in row ? row.bad : row);
}
function flatRecordOf(value, events, tables) {
  if ("source_name_aggr" in value || "dest_name_aggr" in value)
    return result("enterprise", enterpriseRow(value, tables));
  if (isBareKey(value)) return bareKey(value, tables);
  if ("source_name" in value && "dest_name" in value && "reporter" in value)
    return result(events ? "whisker-stream" : "whisker-list", readRow(WHISKER, value, tables));
  if (isObject(value["src"]) && isObject(value["dst"]) && "protocol" in value)
    return result("tuples", readRow(TUPLES, value, tables));
  return void 0;
}
function result(dialect2, row) {
  return typeof row === "string" ? { is: "bad-record", dialect: dialect2, field: row } : { is: "record", dialect: dialect2, row };
}
function aside(value) {
  const events = hubbleLost(value);
  if (events !== void 0) return events === 0 ? { is: "nothing" } : { is: "lost", events };
  const error = value["error"];
  const message = isObject(error) ? error["message"] : error;
  return typeof message === "string" && Object.keys(value).length <= 3 ? { is: "error", message } : { is: "unknown" };
}

// src/model/policy.ts
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

// src/snapshot/stored.ts
var STORED_VERSION = 1;

// src/snapshot/stored-head.ts
var isStoredHead = (value) => value["kind"] === METADATA_KIND && "windows" in value;
function readHead(value, tables) {
  if (value["version"] !== STORED_VERSION)
    return `its version is ${JSON.stringify(value["version"] ?? null)}, and this program reads version ${String(STORED_VERSION)}`;
  const captures = each(value["captures"], (one) => isObject(one) ? captureOf(one) : void 0);
  const windows = each(value["windows"], windowOf);
  const ends = each(value["ends"], (one) => {
    const end = endOf3(one);
    return end === void 0 ? void 0 : tables.endNumber(end);
  });
  const labels = each(value["labels"], (one) => isTexts(one) ? tables.labelsNumber(one) : void 0);
  const traces = each(value["traces"], (one) => {
    const hits = each(one, hitOf2);
    return hits === void 0 ? void 0 : tables.traceNumber(hits);
  });
  if (captures === void 0) return "its `captures` are not as they should be";
  if (windows === void 0) return "its `windows` are not as they should be";
  if (ends === void 0 || labels === void 0 || traces === void 0)
    return "its `ends`, `labels` or `traces` are not as they should be";
  const { pseudonyms } = value;
  return {
    pseudonyms: typeof pseudonyms === "string" ? pseudonyms : void 0,
    captures,
    windows,
    ends,
    labels,
    traces
  };
}
function each(value, read) {
  if (!Array.isArray(value)) return void 0;
  const out = [];
  for (const item of value) {
    const one = read(item);
    if (one === void 0) return void 0;
    out.push(one);
  }
  return out;
}
var isTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");
var isCount = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
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
var isDialect = (value) => typeof value === "string" && Object.hasOwn(DIALECTS, value);
function windowOf(value) {
  if (!isObject(value)) return void 0;
  const { dialect: dialect2, id, records } = value;
  const [start, end] = [timeOf(value["start"]), timeOf(value["end"])];
  if (typeof id !== "string" || !/^[0-9a-f]{16,64}$/.test(id) || !isDialect(dialect2)) return void 0;
  if (start === void 0 || end === void 0 || !isCount(records)) return void 0;
  return { id, dialect: dialect2, start, end, records };
}
var IS = ["pod", "host", "network-set", "network", "unknown"];
function endOf3(value) {
  if (!isObject(value)) return void 0;
  const is = IS.find((one) => one === value["is"]);
  const [namespace, name] = [nameOf(value["namespace"]), nameOf(value["name"])];
  const ips = value["ips"] === void 0 ? [] : each(value["ips"], ipOf);
  if (is === void 0 || namespace === void 0 || name === void 0 || ips === void 0) return void 0;
  if (name === "" && ips.length === 0) return void 0;
  return { is, namespace, name, owner: ownerOf2(value["owner"]), ips, byAddress: value["byAddress"] === true };
}
var ipOf = (value) => typeof value === "string" ? parseIp(value) : void 0;
function ownerOf2(value) {
  if (!isObject(value)) return void 0;
  const [kind, name] = [nameOf(value["kind"]), nameOf(value["name"])];
  return kind && name ? { kind, name } : void 0;
}
var isKind = (value) => value === "unknown" || Object.hasOwn(FELIX_KIND, value);
function hitOf2(value) {
  if (!Array.isArray(value)) return void 0;
  const [tier, kind, namespace, name, rule, actionText] = value;
  const action2 = actionText === "log" ? actionText : actionOf(actionText);
  if (action2 === void 0 || typeof kind !== "string" || !isKind(kind)) return void 0;
  if (rule !== "end-of-tier" && (typeof rule !== "number" || !Number.isInteger(rule))) return void 0;
  const names = [tier, namespace, name].map((one) => one === void 0 ? void 0 : nameOf(one));
  const [tierName, space, own] = names;
  if (tierName === void 0 || space === void 0 || own === void 0) return void 0;
  return { tier: tierName, kind, namespace: space, name: own, rule, action: action2 };
}

// src/snapshot/tables.ts
var Numbered = class {
  #numbers = /* @__PURE__ */ new Map();
  values = [];
  number(key, make) {
    const known2 = this.#numbers.get(key);
    if (known2 !== void 0) return known2;
    const number = this.values.length;
    this.#numbers.set(key, number);
    this.values.push(make());
    return number;
  }
  /** Each value with its key, in the order of their numbers */
  get entries() {
    const keys2 = [...this.#numbers.keys()];
    return this.values.map((value, number) => [keys2[number] ?? "", value]);
  }
  /** Numbers the values of others; gives by their number there the one here */
  adopt(entries) {
    return entries.map(([key, value]) => this.number(key, () => value));
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
  get content() {
    return { ends: this.ends.entries, labels: this.labels.entries, traces: this.traces.entries };
  }
  adopt({ ends, labels, traces }) {
    return { ends: this.ends.adopt(ends), labels: this.labels.adopt(labels), traces: this.traces.adopt(traces) };
  }
  endNumber(end) {
    const { byAddress, ips, is, name, namespace, owner } = end;
    let key = `${is}
${namespace}
${name}
${String(byAddress)}`;
    if (owner !== void 0) key += `
${owner.kind}
${owner.name}`;
    for (const ip of ips) key += `
${String(ip.family)} ${ip.value.toString(36)}`;
    return this.ends.number(key, () => end);
  }
  /** `key=value` texts; one without or with a second `=` is split at the first, as Kubernetes values hold none */
  labelsNumber(pairs) {
    const sorted = pairs.map((pair) => {
      const at3 = pair.indexOf("=");
      return at3 < 0 ? ["", ""] : [pair.slice(0, at3).trim(), pair.slice(at3 + 1).trim()];
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
    const pair = low * 2 ** 26 + high;
    const known2 = this.#common.get(pair);
    if (known2 !== void 0) return known2;
    const other = this.labels.values[high] ?? NO_LABELS;
    const shared = [...this.labels.values[low] ?? NO_LABELS].filter(([key, value]) => other.get(key) === value);
    const number = this.#labelsNumber(shared);
    this.#common.set(pair, number);
    return number;
  }
  /** NO_TRACE for undefined */
  traceNumber(hits) {
    if (hits === void 0) return NO_TRACE;
    return this.traces.number(traceText(hits), () => hits);
  }
};
var traceText = (hits) => hits.map(
  ({ action: action2, kind, name, namespace, rule, tier }) => `${tier} ${kind} ${namespace}/${name} ${String(rule)} ${action2}`
).join("\n");

// src/snapshot/stored-flow.ts
function storedRows(value, head) {
  const who = whoOf(value, head);
  if (typeof who === "string") return who;
  const service2 = serviceOf2(value);
  if (typeof service2 === "string") return service2;
  const { seen } = value;
  if (!Array.isArray(seen)) return "seen";
  const rows = [];
  for (const one of seen) {
    const figures2 = figuresOf(one, head.windows.length);
    if (figures2 === void 0) return "seen";
    const { records, window, ...counts } = figures2;
    rows.push({ window, records, row: { ...NEUTRAL, ...who, ...service2, ...counts } });
  }
  return rows;
}
var REPORTERS3 = { source: 1, destination: 2 };
var ACTIONS2 = { allow: 1, deny: 2 };
function whoOf(value, { ends, labels, traces }) {
  const source2 = at(ends, value["source"]);
  if (source2 === void 0) return "source";
  const destination2 = at(ends, value["destination"]);
  if (destination2 === void 0) return "destination";
  const sourceLabels = at(labels, value["sourceLabels"], 0);
  if (sourceLabels === void 0) return "sourceLabels";
  const destinationLabels = at(labels, value["destinationLabels"], 0);
  if (destinationLabels === void 0) return "destinationLabels";
  const enforced2 = at(traces, value["enforced"], NO_TRACE);
  if (enforced2 === void 0) return "enforced";
  const pending2 = at(traces, value["pending"], NO_TRACE);
  if (pending2 === void 0) return "pending";
  const { action: action2, reporter, weak } = value;
  return {
    source: source2,
    destination: destination2,
    sourceLabels,
    destinationLabels,
    enforced: enforced2,
    pending: pending2,
    reporter: reporter === "source" || reporter === "destination" ? REPORTERS3[reporter] : 0,
    action: action2 === "allow" || action2 === "deny" ? ACTIONS2[action2] : 0,
    weak: weak === true
  };
}
function at(numbers, place, absent) {
  if (place === void 0 || place === null) return absent;
  return typeof place === "number" ? numbers[place] : void 0;
}
function serviceOf2(value) {
  const { icmp: icmp2, port, protocol: protocol2, sourcePort } = value;
  if (!isUpTo(protocol2, 255)) return "protocol";
  if (port !== void 0 && !isUpTo(port, 65535)) return "port";
  if (sourcePort !== void 0 && !isUpTo(sourcePort, 65535)) return "sourcePort";
  const none = { protocol: protocol2, port: port ?? 0, icmp: 0, sourcePort: sourcePort ?? 0 };
  if (icmp2 === void 0) return none;
  const [type, code2] = isObject(icmp2) ? [icmp2["type"], icmp2["code"]] : [];
  return isUpTo(type, 255) && isUpTo(code2, 255) ? { ...none, icmp: type * 256 + code2 + 1 } : "icmp";
}
var isUpTo = (value, most) => isCount(value) && value <= most;
function figuresOf(value, windows) {
  if (!Array.isArray(value)) return void 0;
  const [window, records, packets, connections, start, end] = value;
  if (!isCount(window) || window >= windows || !isCount(records) || !isCount(packets)) return void 0;
  const [begun, from2, to2] = [numberOr(connections, -1), numberOr(start, 0), numberOr(end, 0)];
  if (begun === void 0 || from2 === void 0 || to2 === void 0) return void 0;
  return { window, records, packets, connections: begun, start: from2, end: to2 };
}
var numberOr = (value, none) => value === null ? none : typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : void 0;

// src/snapshot/stored-reader.ts
var StoredReader = class _StoredReader {
  #path;
  #into;
  #head;
  /** By the place of the window; undefined where another file has given it already */
  #groups;
  constructor(path, into, head) {
    this.#path = path;
    this.#into = into;
    this.#head = head;
    this.#groups = head.windows.map((window) => into.records.storedGroup(path, window));
  }
  /** Undefined for a head that is none; a sentence where it cannot be used */
  static open(path, head, into) {
    if (!isStoredHead(head)) return void 0;
    const read = readHead(head, into.records.tables);
    if (typeof read === "string") return read;
    into.pseudonyms(read.pseudonyms);
    for (const capture of read.captures) into.capture(capture);
    return new _StoredReader(path, into, read);
  }
  /** Undefined for a line that is neither an object nor a flow of a merged snapshot */
  take(value) {
    const { seen, ...object } = value;
    if (typeof value["kind"] === "string" && typeof value["apiVersion"] === "string") {
      this.#into.object(object, this.#path, seenOf(isObject(seen) ? seen : {}));
      return "taken";
    }
    if (!Array.isArray(seen)) return void 0;
    const rows = storedRows(value, this.#head);
    if (typeof rows === "string") return { bad: rows };
    for (const { records, row, window } of rows) {
      const group = this.#groups[window];
      if (group !== void 0) this.#into.records.addSeen(group, row, records);
    }
    return "taken";
  }
};
function seenOf({ first, last, states }) {
  const seen = { first: knownTime(first), last: knownTime(last) };
  return isObject(states) && Object.keys(states).length > 1 ? { ...seen, states: new Map(Object.entries(states).map(([state, time]) => [state, knownTime(time)])) } : seen;
}
function knownTime(value) {
  const time = timeOf(value);
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
  const refused = refusedForm(start);
  if (refused !== void 0) return refused;
  return { is: /^[{[]/m.test(start) ? "json" : "unknown" };
}
function refusedForm(text) {
  const found = REFUSED.find(({ looks }) => looks.test(text));
  return found === void 0 ? void 0 : { is: "refused", dialect: found.dialect, lacks: found.lacks };
}
function withoutHttpHead(text) {
  if (!text.startsWith("HTTP/")) return text;
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? text : text.slice(end.index + end[0].length);
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
  /** `form`: where the text does not begin with the file, what is known from there */
  constructor(path, into, report, form2) {
    this.#path = path;
    this.#into = into;
    this.#report = report;
    if (form2 === void 0) return;
    this.#form = { is: form2 };
    this.#values = new JsonValues(this, { events: form2 === "events" });
  }
  /** Nothing of the text so far was passed over */
  get understood() {
    return this.#bad.size === 0 && this.#unknown === 0;
  }
  /**
   * How lines are read, where nothing that stands above has a meaning for records that stand below: they come line by line, are
   * known by what they are, and are of no stored window. Undefined anywhere else.
   */
  get lineForm() {
    const is = this.#form?.is;
    if (is !== "json" && is !== "events") return void 0;
    return this.quick !== void 0 && this.#stored === void 0 && this.#values?.readsLines === true ? is : void 0;
  }
  /** So many lines were read; undefined where they leave something open, so that others do not stand for themselves */
  get lines() {
    return this.lineForm !== void 0 && this.#values?.isAtRest === true ? this.#values.line - 1 : void 0;
  }
  /** Takes the lines that follow as somebody else has read them; false where they must be written to be understood */
  take({ lines, records }) {
    if (this.lines === void 0 || !this.#into.records.adopt(this.#path, records)) return false;
    this.#values?.passLines(lines);
    return true;
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
    const value = parsed2(json);
    if (value === void 0) this.#count(NOT_JSON, void 0);
    else this.#take(value, json, headOf(head));
  }
  #take(value, json, head) {
    if (isObject(value) && this.#takeStored(value)) {
      this.#recognised++;
      return;
    }
    const recognised = recognise(withType(value, head), this.#form?.is === "events", this.#into.records.tables);
    if (recognised.is !== "unknown") this.#recognised++;
    this.#enter(recognised, value, json, head);
  }
  /** False for what is no part of a merged snapshot */
  #takeStored(value) {
    const opened = StoredReader.open(this.#path, value, this.#into);
    if (typeof opened === "string") this.#cannotRead(opened);
    else if (opened !== void 0) this.#stored = opened;
    if (opened !== void 0) return true;
    const taken = this.#stored?.take(value);
    if (typeof taken === "object") this.#count(wrongField(taken.bad), void 0);
    return taken !== void 0;
  }
  #cannotRead(why) {
    this.#report({ code: "snapshot-unreadable", at: void 0, args: [this.#path, why] });
  }
  #enter(recognised, value, json, head) {
    switch (recognised.is) {
      case "object":
        this.#into.object(withType(value, head), this.#path, this.#seen);
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
        for (const item of recognised.items) this.#take(item, "", recognised.head);
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
    const { capturedAt: at3 } = metadata;
    this.#seen = at3 === void 0 ? void 0 : { first: at3, last: at3 };
    this.#stored = void 0;
  }
  #record(dialect2, row, json) {
    const group = this.#into.records.group(this.#path, dialect2);
    this.#into.records.add(group, row);
    this.#quicken(dialect2, group, json);
  }
  #pass(json) {
    if (this.#unknown === 0 && this.#recognised === 0) {
      const refused = refusedForm(json.slice(0, SNIFF));
      if (refused !== void 0) this.#form = refused;
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
    this.quick = (text, codes, from2, to2) => {
      const row = records.read(text, codes, from2, to2);
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
    const at3 = { path: this.#path, ...place };
    const why = what === "end" ? "the file ends within a value" : "its list is broken here";
    this.#report({ code: "json-syntax", at: at3, args: [`${why}; what stands before was read`] });
  }
  #count(what, at3, times = 1) {
    const known2 = this.#bad.get(what);
    if (known2 === void 0) this.#bad.set(what, { count: times, at: at3 });
    else known2.count += times;
  }
  /** What is worth saying of the file as a whole */
  #conclude() {
    const form2 = this.#form;
    if (form2?.is === "html") this.#say("html-not-flows", [this.#path]);
    else if (form2?.is === "refused") this.#say("dialect-refused", [form2.dialect, form2.lacks]);
    else if (form2?.is === "unknown" || this.#unknown > 0 && this.#recognised === 0)
      this.#say("file-not-recognised", [this.#path]);
    else this.#sayBad();
  }
  #sayBad() {
    if (this.#unknown > 0) this.#count("it is of no known kind", void 0, this.#unknown);
    for (const [what, { at: at3, count: count2 }] of this.#bad) {
      const place = { path: this.#path, line: at3?.line ?? 1, column: at3?.column ?? 1 };
      const others = count2 === 1 ? "" : ` (${String(count2)} times in this file)`;
      this.#report({ code: "record-unreadable", at: place, args: [`${what}${others}`] });
    }
  }
  #say(code2, args) {
    this.#report({ code: code2, at: { path: this.#path, line: 1, column: 1 }, args });
  }
};
var NOT_JSON = "it is no JSON";
var wrongField = (field) => `its ${field} is missing or no ${field}`;
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
  const value = parsed2(`${head.replace(/,\s*$/, "")}}`);
  return isObject(value) ? value : void 0;
}
function withType(value, head) {
  if (!isObject(value)) return {};
  const kind = head?.["kind"];
  if (typeof kind !== "string" || !kind.endsWith("List") || kind === "List" || "kind" in value) return value;
  return { apiVersion: head?.["apiVersion"], kind: kind.slice(0, -"List".length), ...value };
}

// src/snapshot/row-table.ts
var KEYS = 6;
var WHOLES = 3;
var FIGURES = 5;
var ROOM = 64;
var MIXED_PORTS = -1;
var PORTS = 65536;
var SERVICES = PORTS * 2;
var serviceNumber = (row) => row.protocol * SERVICES + (row.icmp > 0 ? PORTS + row.icmp - 1 : row.port);
var RowTable = class {
  #tables;
  /** Group, then KEYS numbers, a row */
  #keys = new Int32Array(ROOM * (KEYS + 1));
  #wholes = new Int32Array(ROOM * WHOLES);
  #figures = new Float64Array(ROOM * FIGURES);
  /** 0, or the number of a row + 1 in the lower bits, with the upper ones of its hash above it */
  #slots = new Int32Array(ROOM * 2);
  /** Rows may be the same */
  #isApart = false;
  size = 0;
  constructor(tables) {
    this.#tables = tables;
  }
  /** Puts every row at a place of its own, below the size. Nothing can be added from here on */
  move(places) {
    const [keys2, wholes2, figures2] = [this.#keys, this.#wholes, this.#figures];
    const { size } = this;
    const movedKeys = new Int32Array(size * (KEYS + 1));
    const movedWholes = new Int32Array(size * WHOLES);
    const movedFigures = new Float64Array(size * FIGURES);
    for (let row = 0; row < size; row++) {
      const place = places[row] ?? 0;
      for (let i = 0; i <= KEYS; i++) movedKeys[place * (KEYS + 1) + i] = keys2[row * (KEYS + 1) + i] ?? 0;
      for (let i = 0; i < WHOLES; i++) movedWholes[place * WHOLES + i] = wholes2[row * WHOLES + i] ?? 0;
      for (let i = 0; i < FIGURES; i++) movedFigures[place * FIGURES + i] = figures2[row * FIGURES + i] ?? 0;
    }
    this.#slots = new Int32Array(0);
    this.#keys = movedKeys;
    this.#wholes = movedWholes;
    this.#figures = movedFigures;
  }
  /** The same record may be added to several groups, and is kept apart there; `records`: how many the row stands for */
  add(group, row, records = 1) {
    const who = row.reporter + 3 * row.action + (row.weak ? 9 : 0);
    this.#add(group, row, serviceNumber(row), who, records);
  }
  /** In the memory of this table: whoever gives them away gives the table away, and saves the copy */
  get numbers() {
    const { size } = this;
    return {
      size,
      keys: this.#keys.subarray(0, size * (KEYS + 1)),
      wholes: this.#wholes.subarray(0, size * WHOLES),
      figures: this.#figures.subarray(0, size * FIGURES)
    };
  }
  /**
   * Adds the rows of another table, in their order; `groups` and `by`: by the numbers there, those here. What both tables
   * have stays apart, for looking for it takes longer than anything else
   */
  adopt({ figures: figures2, keys: keys2, size, wholes: wholes2 }, groups, by) {
    const first = this.size;
    this.size += size;
    while (this.size * FIGURES > this.#figures.length) this.#growRows();
    this.#isApart = true;
    const own = { keys: this.#keys, wholes: this.#wholes, figures: this.#figures };
    for (let row = 0; row < size; row++) {
      const from2 = row * (KEYS + 1);
      const to2 = (first + row) * (KEYS + 1);
      own.keys[to2] = at2(groups, at2(keys2, from2));
      own.keys[to2 + 1] = at2(by.ends, at2(keys2, from2 + 1));
      own.keys[to2 + 2] = at2(by.ends, at2(keys2, from2 + 2));
      own.keys[to2 + 3] = at2(keys2, from2 + 3);
      own.keys[to2 + 4] = at2(keys2, from2 + 4);
      own.keys[to2 + 5] = at2(by.traces, at2(keys2, from2 + 5));
      own.keys[to2 + 6] = at2(by.traces, at2(keys2, from2 + 6));
      const whole = (first + row) * WHOLES;
      own.wholes[whole] = at2(by.labels, at2(wholes2, row * WHOLES));
      own.wholes[whole + 1] = at2(by.labels, at2(wholes2, row * WHOLES + 1));
      own.wholes[whole + 2] = at2(wholes2, row * WHOLES + 2);
    }
    own.figures.set(figures2, first * FIGURES);
  }
  /** Brings together what adopting left apart. Rows keep their order, and get other numbers */
  unite() {
    if (!this.#isApart) return;
    const { figures: figures2, keys: keys2, size, wholes: wholes2 } = this.numbers;
    this.#isApart = false;
    const room = Math.max(ROOM, size);
    this.#keys = new Int32Array(room * (KEYS + 1));
    this.#wholes = new Int32Array(room * WHOLES);
    this.#figures = new Float64Array(room * FIGURES);
    this.#slots = new Int32Array(ROOM * 2);
    this.size = 0;
    for (let row = 0; row < size; row++) {
      const i = row * (KEYS + 1);
      const j = row * WHOLES;
      const k = row * FIGURES;
      const one = {
        source: at2(keys2, i + 1),
        destination: at2(keys2, i + 2),
        enforced: at2(keys2, i + 5),
        pending: at2(keys2, i + 6),
        sourceLabels: at2(wholes2, j),
        destinationLabels: at2(wholes2, j + 1),
        sourcePort: at2(wholes2, j + 2),
        packets: at2(figures2, k + 1),
        connections: at2(figures2, k + 2),
        start: at2(figures2, k + 3),
        end: at2(figures2, k + 4)
      };
      this.#add(at2(keys2, i), one, at2(keys2, i + 3), at2(keys2, i + 4), at2(figures2, k));
    }
  }
  #add(group, row, service2, who, records) {
    const { destination: destination2, enforced: enforced2, pending: pending2, source: source2 } = row;
    const hash = hashOf(group, source2, destination2, service2, who, enforced2, pending2);
    const slot = this.#find(hash, group, row, service2, who);
    const at3 = ((this.#slots[slot] ?? 0) & ROW) - 1;
    if (at3 >= 0) this.#merge(at3, row, records);
    else this.#insert(slot, hash, group, row, service2, who, records);
  }
  /** The slot that holds the row, or the free one where it belongs */
  #find(hash, group, row, service2, who) {
    const keys2 = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const { destination: destination2, enforced: enforced2, pending: pending2, source: source2 } = row;
    let slot = hash & mask;
    for (; ; ) {
      const known2 = slots[slot] ?? 0;
      if (known2 === 0) return slot;
      const at3 = ((known2 & ROW) - 1) * (KEYS + 1);
      if (known2 >>> ROW_BITS === hash >>> ROW_BITS && keys2[at3 + 1] === source2 && keys2[at3 + 2] === destination2 && keys2[at3 + 3] === service2 && keys2[at3 + 4] === who && keys2[at3 + 5] === enforced2 && keys2[at3 + 6] === pending2 && keys2[at3] === group)
        return slot;
      slot = slot + 1 & mask;
    }
  }
  #insert(slot, hash, group, row, service2, who, records) {
    const at3 = this.size++;
    if (at3 * FIGURES >= this.#figures.length) this.#growRows();
    const keys2 = this.#keys;
    const i = at3 * (KEYS + 1);
    keys2[i] = group;
    keys2[i + 1] = row.source;
    keys2[i + 2] = row.destination;
    keys2[i + 3] = service2;
    keys2[i + 4] = who;
    keys2[i + 5] = row.enforced;
    keys2[i + 6] = row.pending;
    const wholes2 = this.#wholes;
    const j = at3 * WHOLES;
    wholes2[j] = row.sourceLabels;
    wholes2[j + 1] = row.destinationLabels;
    wholes2[j + 2] = row.sourcePort;
    const figures2 = this.#figures;
    const k = at3 * FIGURES;
    figures2[k] = records;
    figures2[k + 1] = row.packets;
    figures2[k + 2] = row.connections;
    figures2[k + 3] = row.start;
    figures2[k + 4] = row.end;
    this.#slots[slot] = slotOf(hash, at3);
    if (this.size * 2 > this.#slots.length) this.#growSlots();
  }
  #merge(at3, row, records) {
    const figures2 = this.#figures;
    const i = at3 * FIGURES;
    figures2[i] = (figures2[i] ?? 0) + records;
    figures2[i + 1] = (figures2[i + 1] ?? 0) + row.packets;
    figures2[i + 2] = addCounts(figures2[i + 2] ?? -1, row.connections);
    figures2[i + 3] = earlier(figures2[i + 3] ?? 0, row.start);
    figures2[i + 4] = Math.max(figures2[i + 4] ?? 0, row.end);
    const wholes2 = this.#wholes;
    const j = at3 * WHOLES;
    if (wholes2[j] !== row.sourceLabels) wholes2[j] = this.#tables.commonLabels(wholes2[j] ?? 0, row.sourceLabels);
    if (wholes2[j + 1] !== row.destinationLabels)
      wholes2[j + 1] = this.#tables.commonLabels(wholes2[j + 1] ?? 0, row.destinationLabels);
    if (wholes2[j + 2] !== row.sourcePort) wholes2[j + 2] = MIXED_PORTS;
  }
  #growRows() {
    this.#keys = grown(this.#keys, new Int32Array(this.#keys.length * 2));
    this.#wholes = grown(this.#wholes, new Int32Array(this.#wholes.length * 2));
    this.#figures = grown(this.#figures, new Float64Array(this.#figures.length * 2));
  }
  #growSlots() {
    if (this.size > ROW) throw new Error("INVARIANT: a slot has room for the number of every row");
    if (this.#slots.length === 0) throw new Error("INVARIANT: nothing is added to rows that have been moved");
    let { length } = this.#slots;
    while (length < this.size * 2) length *= 2;
    const slots = new Int32Array(length);
    const mask = slots.length - 1;
    const keys2 = this.#keys;
    for (let row = 0; row < this.size; row++) {
      const at3 = row * (KEYS + 1);
      const key = (offset) => keys2[at3 + offset] ?? 0;
      const hash = hashOf(key(0), key(1), key(2), key(3), key(4), key(5), key(6));
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = slot + 1 & mask;
      slots[slot] = slotOf(hash, row);
    }
    this.#slots = slots;
  }
  /** Whether two rows are one record but for the group and what is added up */
  isAlike(a, b) {
    const keys2 = this.#keys;
    const [i, j] = [a * (KEYS + 1), b * (KEYS + 1)];
    for (let k = 1; k <= KEYS; k++) if (keys2[i + k] !== keys2[j + k]) return false;
    return true;
  }
  /** Equal for rows that are alike, and for no others */
  identityOf(row) {
    return this.#keys.subarray(row * (KEYS + 1) + 1, (row + 1) * (KEYS + 1)).join(" ");
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
    const port = this.#wholes[row * WHOLES + 2] ?? 0;
    return port > 0 ? port : void 0;
  }
  figuresOf(row) {
    const figures2 = this.#figures;
    const at3 = row * FIGURES;
    return {
      records: figures2[at3] ?? 0,
      packets: figures2[at3 + 1] ?? 0,
      connections: figures2[at3 + 2] ?? -1,
      start: figures2[at3 + 3] ?? 0,
      end: figures2[at3 + 4] ?? 0
    };
  }
};
var ROW_BITS = 23;
var ROW = 2 ** ROW_BITS - 1;
var slotOf = (hash, row) => hash >>> ROW_BITS << ROW_BITS | row + 1;
var addCounts = (a, b) => a < 0 || b < 0 ? -1 : a + b;
var earlier = (a, b) => a === 0 ? b : b === 0 ? a : Math.min(a, b);
var at2 = (numbers, place) => numbers[place] ?? 0;
var code = (value) => value === 1 ? 1 : value === 2 ? 2 : 0;
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
function grown(from2, to2) {
  to2.set(from2);
  return to2;
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
    used.push(one);
  }
  const byTime = used.sort((a, b) => compareTimes(a.group, b.group));
  for (const dialect2 of new Set(used.map(({ group }) => group.dialect))) {
    const some = byTime.filter(({ group }) => group.dialect === dialect2);
    const isAdded = ADDED.has(dialect2);
    const windows2 = isAdded ? [] : leaders(some, isSameWindow);
    const stretches = leaders(some, isAdded ? isSameWindow : isSameTime);
    some.forEach(({ i }, at3) => {
      uses[i] = { is: "used", window: windows2[at3] ?? i, stretch: stretches[at3] ?? i };
    });
  }
  return uses;
}
function leaders(some, isSame) {
  const found = [];
  return some.map((one) => {
    const leader = found.findLast(({ group }) => isSame(group, one.group));
    if (leader === void 0) found.push(one);
    return (leader ?? one).i;
  });
}
var compareTimes = (a, b) => Number(a.end === 0) - Number(b.end === 0) || a.start - b.start || a.end - b.end || byText(a.path, b.path);
var rankOf = (group) => RANKS[group.dialect] + (group.end === 0 && group.dialect !== "tuples" ? 10 : 0);
var isBackfill = (group, windows) => group.id === void 0 && group.dialect === "whisker-stream" && windows.length > 0 && windows.every(({ end, start }) => group.end <= start || group.start >= end);
function isSameWindow(a, b) {
  if (a.dialect === "tuples" || b.dialect === "tuples") return false;
  if (a.end === 0 || b.end === 0) return true;
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  const shorter = Math.min(a.end - a.start, b.end - b.start);
  return shorter === 0 ? shared >= 0 : shared > 0 && shared * 2 >= shorter;
}
function isSameTime(a, b) {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  const whole = Math.max(a.end, b.end) - Math.min(a.start, b.start);
  return shared >= 0 && shared * 10 >= whole * 9;
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
  #mostRows;
  /** Records were left out for want of room */
  full = false;
  constructor(mostRows = MOST_ROWS) {
    this.#mostRows = mostRows;
  }
  group(path, dialect2) {
    const key = `${dialect2}
${path}`;
    const known2 = this.#numbers.get(key);
    if (known2 !== void 0) return known2;
    this.#numbers.set(key, this.groups.length);
    this.groups.push({ path, dialect: dialect2, start: 0, end: 0, records: 0 });
    this.#uses = void 0;
    return this.groups.length - 1;
  }
  /** The group of a stored window, for `addSeen`; undefined where it is there already, so that its records are too */
  storedGroup(path, { dialect: dialect2, end, id, records, start }) {
    if (this.#numbers.has(id)) return void 0;
    this.#numbers.set(id, this.groups.length);
    this.groups.push({ path: `${path} (window ${id.slice(0, 8)})`, dialect: dialect2, id, start, end, records });
    this.#uses = void 0;
    return this.groups.length - 1;
  }
  /** A row of a stored group that stands for so many records */
  addSeen(number, row, records) {
    if (this.rows.size >= this.#mostRows) this.full = true;
    else this.rows.add(number, row, records);
  }
  /** False where the record is an empty one, of which nothing is known, or there is no room for it */
  add(number, row) {
    const group = this.groups[number];
    if (group === void 0 || row.end === 0 && row.start === 0 && row.packets === 0 && row.connections <= 0)
      return false;
    if (this.rows.size >= this.#mostRows) {
      this.full = true;
      return false;
    }
    this.rows.add(number, row);
    group.records++;
    widen(group, row);
    return true;
  }
  /** Of records as a file holds them, which no stored window is among */
  get content() {
    const groups = this.groups.map(({ dialect: dialect2, end, records, start }) => ({ dialect: dialect2, start, end, records }));
    return { groups, tables: this.tables.content, rows: this.rows.numbers };
  }
  /** Adds records of the file `path` that another store took. False, and nothing is, where there may be no room for them */
  adopt(path, { groups, rows, tables }) {
    if (this.rows.size + rows.size > this.#mostRows) return false;
    const numbers = groups.map((group) => {
      const number = this.group(path, group.dialect);
      const known2 = this.groups[number];
      if (known2 !== void 0) {
        known2.records += group.records;
        widen(known2, group);
      }
      return number;
    });
    this.rows.adopt(rows, numbers, this.tables.adopt(tables));
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
function widen(group, { end, start }) {
  if (start > 0 && (group.start === 0 || start < group.start)) group.start = start;
  if (end > group.end) group.end = end;
}

// src/snapshot/read-file.ts
async function readSection(chunks, form2, threads2) {
  const records = new RecordStore(Math.floor(MOST_ROWS / threads2));
  const others = [];
  const other = (what) => () => void others.push(what);
  const into = {
    records,
    object: other("object"),
    yaml: other("yaml"),
    metadata: other("metadata"),
    capture: other("capture"),
    pseudonyms: other("pseudonyms")
  };
  const file2 = new FileReader("", into, other("word"), form2);
  for await (const chunk of chunks) {
    file2.write(chunk);
    if (others.length > 0 || records.full || !file2.understood) return void 0;
  }
  file2.end();
  const { lines } = file2;
  if (others.length > 0 || records.full || lines === void 0) return void 0;
  return { lines, records: records.content };
}

// src/reader-worker.ts
var task = workerData;
if (!isSectionTask(task)) throw new Error("this program is started by another one, as a thread");
var { file, form, from, threads, to } = task;
var content = await readSection(decodeText(bytesBetween(file, from, to), "", { leftBytes: to - from }), form, threads);
var { figures, keys, wholes } = content?.records.rows ?? {};
parentPort?.postMessage(
  content,
  [figures, keys, wholes].flatMap((array) => array?.buffer ?? [])
);
