// The part of a kubelet that a port-forward meets, made of what container runtimes serve port-forwards with: a port of any
// pod is a port of this machine, as the arguments say.
//
//	kubelet CERTIFICATE KEY POD_PORT=LOCAL_PORT…
//
// It prints the port that it listens on.
package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"k8s.io/cri-streaming/pkg/streaming/portforward"
)

type forwarder map[string]string

func (local forwarder) PortForward(_ context.Context, name, _ string, port int32, stream io.ReadWriteCloser) error {
	target, ok := local[fmt.Sprint(port)]
	if !ok {
		return fmt.Errorf("port %d of %s: connection refused", port, name)
	}
	connection, err := net.Dial("tcp", "127.0.0.1:"+target)
	if err != nil {
		return err
	}
	defer connection.Close()
	go func() {
		_, _ = io.Copy(connection, stream)
	}()
	_, err = io.Copy(stream, connection)
	return err
}

func main() {
	local := forwarder{}
	for _, pair := range os.Args[3:] {
		pod, here, _ := strings.Cut(pair, "=")
		local[pod] = here
	}
	certificate, err := tls.LoadX509KeyPair(os.Args[1], os.Args[2])
	if err != nil {
		panic(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		parts := strings.Split(r.URL.Path, "/")
		if len(parts) < 4 || parts[1] != "portForward" {
			http.NotFound(w, r)
			return
		}
		portforward.ServePortForward(w, r, local, parts[3], "", &portforward.V4Options{},
			time.Minute, time.Minute, []string{portforward.ProtocolV1Name})
	})
	server := &http.Server{Handler: handler, TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"}}}
	panic(server.ServeTLS(listener, "", ""))
}
