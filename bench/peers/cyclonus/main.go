// Judges the flows of a world with the matcher of cyclonus, as its simulated probes use it. It takes labels and the name of
// the port for granted, so that looking them up belongs to reading; policies are merged and simplified once for a side.
package main

import (
	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"netpol-preflight/bench/peers/world"
)

func main() {
	world.Run(func(w *world.World) func([]*networkingv1.NetworkPolicy) func(int) bool {
		traffic := trafficOf(w)
		return func(policies []*networkingv1.NetworkPolicy) func(int) bool {
			matcher := matcher.BuildNetworkPolicies(true, policies)
			return func(i int) bool { return matcher.IsTrafficAllowed(traffic[i]).IsAllowed() }
		}
	})
}

func trafficOf(w *world.World) []*matcher.Traffic {
	labels := map[string]map[string]string{}
	for _, namespace := range w.Namespaces {
		labels[namespace.Name] = namespace.Labels
	}
	pods := map[string]*corev1.Pod{}
	for _, pod := range w.Pods {
		pods[pod.Namespace+"/"+pod.Name] = pod
	}
	peer := func(end world.End) *matcher.TrafficPeer {
		pod := pods[end.Pod]
		if pod == nil {
			return &matcher.TrafficPeer{IP: end.IP}
		}
		internal := &matcher.InternalPeer{
			PodLabels:       pod.Labels,
			NamespaceLabels: labels[pod.Namespace],
			Namespace:       pod.Namespace,
		}
		return &matcher.TrafficPeer{IP: end.IP, Internal: internal}
	}
	traffic := make([]*matcher.Traffic, len(w.Flows))
	for i, flow := range w.Flows {
		traffic[i] = &matcher.Traffic{
			Source:           peer(flow.Source),
			Destination:      peer(flow.Destination),
			ResolvedPort:     flow.DestinationPort,
			ResolvedPortName: portName(pods[flow.Destination.Pod], flow),
			Protocol:         flow.Protocol,
		}
	}
	return traffic
}

// The name that the pod gives to the port of the flow, or nothing.
func portName(pod *corev1.Pod, flow world.Flow) string {
	if pod == nil {
		return ""
	}
	for _, container := range pod.Spec.Containers {
		for _, port := range container.Ports {
			if int(port.ContainerPort) == flow.DestinationPort && port.Protocol == flow.Protocol {
				return port.Name
			}
		}
	}
	return ""
}
