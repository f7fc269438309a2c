// Judges the flows of a world with the evaluator of kube-network-policies, as its controller does for a packet: one thread,
// pods looked up by address in an index that is filled once for a side.
package main

import (
	"context"
	"net"
	_ "unsafe" // for go:linkname

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"

	"netpol-preflight/bench/peers/world"
)

// The module keeps its evaluator to itself. This is the layout of its `packet` in the version that go.mod pins.
type packet struct {
	id      uint32
	family  corev1.IPFamily
	srcIP   net.IP
	dstIP   net.IP
	proto   corev1.Protocol
	srcPort int
	dstPort int
	payload []byte
}

//go:linkname evaluatePacket sigs.k8s.io/kube-network-policies/pkg/networkpolicy.(*Controller).evaluatePacket
func evaluatePacket(controller *networkpolicy.Controller, ctx context.Context, p packet) bool

func main() {
	world.Run(func(w *world.World) func([]*networkingv1.NetworkPolicy) func(int) bool {
		packets := make([]packet, len(w.Flows))
		for i, flow := range w.Flows {
			packets[i] = packet{
				family:  corev1.IPv4Protocol,
				srcIP:   net.ParseIP(flow.Source.IP),
				dstIP:   net.ParseIP(flow.Destination.IP),
				proto:   flow.Protocol,
				srcPort: flow.SourcePort,
				dstPort: flow.DestinationPort,
			}
		}
		ctx := context.Background()
		return func(policies []*networkingv1.NetworkPolicy) func(int) bool {
			controller := controllerOf(w, policies)
			return func(i int) bool { return evaluatePacket(controller, ctx, packets[i]) }
		}
	})
}

// A controller that knows the objects without having asked an API server for them.
func controllerOf(w *world.World, policies []*networkingv1.NetworkPolicy) *networkpolicy.Controller {
	client := fake.NewSimpleClientset()
	factory := informers.NewSharedInformerFactory(client, 0)
	core, networking := factory.Core().V1(), factory.Networking().V1()
	controller, err := networkpolicy.NewController(client, networking.NetworkPolicies(), core.Namespaces(), core.Pods(),
		core.Nodes(), nil, nil, nil, networkpolicy.Config{NodeName: "bench"})
	if err != nil {
		panic(err)
	}
	fill(core.Namespaces().Informer().GetStore(), w.Namespaces)
	fill(core.Pods().Informer().GetStore(), w.Pods)
	fill(networking.NetworkPolicies().Informer().GetStore(), policies)
	return controller
}

func fill[T any](store cache.Store, objects []T) {
	for _, object := range objects {
		if err := store.Add(object); err != nil {
			panic(err)
		}
	}
}
