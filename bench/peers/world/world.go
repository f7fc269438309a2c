// Package world reads worlds in the form of bench/worlds.mjs for an evaluator of Kubernetes policies that is written in Go,
// times the evaluator, and prints what the scripts of bench/peers read.
package world

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"sigs.k8s.io/yaml"
)

// World is a cluster, the policies of its sides, and the flows to judge under each of them.
type World struct {
	Namespaces []*corev1.Namespace
	Pods       []*corev1.Pod
	// Before the change, and after it where the world has one.
	Sides [][]*networkingv1.NetworkPolicy
	Flows []Flow
}

// Flow is one line of flows.jsonl.
type Flow struct {
	Source          End             `json:"src"`
	Destination     End             `json:"dst"`
	Protocol        corev1.Protocol `json:"protocol"`
	SourcePort      int             `json:"sourcePort"`
	DestinationPort int             `json:"destinationPort"`
}

// End is one end of a flow. Pod is namespace/name, or empty for an address outside of the cluster.
type End struct {
	Pod string `json:"pod"`
	IP  string `json:"ip"`
}

type side struct {
	SetUpMs float64 `json:"setUpMs"`
	FirstMs float64 `json:"firstMs"`
	AgainMs float64 `json:"againMs"`
	// One letter a flow, in their order: a is allowed, d is denied.
	Answers string `json:"answers"`
}

// Run is the whole program. For each folder that it was given it reads the world, which is not timed, and prints a line: for
// every side it times setUp, which makes the evaluator of the i-th flow from the policies, and that evaluator over all flows,
// twice.
func Run(prepare func(*World) func([]*networkingv1.NetworkPolicy) func(i int) bool) {
	output := json.NewEncoder(os.Stdout)
	for _, folder := range os.Args[1:] {
		world, err := read(folder)
		if err != nil {
			fail(err)
		}
		setUp := prepare(world)
		sides := []side{}
		for _, policies := range world.Sides {
			sides = append(sides, measure(policies, len(world.Flows), setUp))
		}
		var usage syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
			fail(err)
		}
		result := map[string]any{"flows": len(world.Flows), "sides": sides, "peakMiB": float64(usage.Maxrss) / 1024}
		if err := output.Encode(result); err != nil {
			fail(err)
		}
	}
}

func measure(policies []*networkingv1.NetworkPolicy, flows int,
	setUp func([]*networkingv1.NetworkPolicy) func(i int) bool) side {
	start := time.Now()
	allows := setUp(policies)
	one := side{SetUpMs: millisSince(start)}
	answers := make([]byte, flows)
	for _, took := range []*float64{&one.FirstMs, &one.AgainMs} {
		start = time.Now()
		for i := range answers {
			answers[i] = 'd'
			if allows(i) {
				answers[i] = 'a'
			}
		}
		*took = millisSince(start)
	}
	one.Answers = string(answers)
	return one
}

func millisSince(start time.Time) float64 {
	return float64(time.Since(start).Nanoseconds()) / 1e6
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func read(folder string) (*World, error) {
	world := &World{}
	if err := world.readObjects(filepath.Join(folder, "objects.json")); err != nil {
		return nil, err
	}
	for _, name := range []string{"before", "after"} {
		policies, err := readPolicies(filepath.Join(folder, name))
		if os.IsNotExist(err) && len(world.Sides) > 0 {
			continue
		}
		if err != nil {
			return nil, err
		}
		world.Sides = append(world.Sides, policies)
	}
	return world, world.readFlows(filepath.Join(folder, "flows.jsonl"))
}

func (world *World) readObjects(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var list struct{ Items []json.RawMessage }
	if err := json.Unmarshal(text, &list); err != nil {
		return err
	}
	for _, item := range list.Items {
		var kind struct{ Kind string }
		if err := json.Unmarshal(item, &kind); err != nil {
			return err
		}
		switch kind.Kind {
		case "Namespace":
			namespace := &corev1.Namespace{}
			err = json.Unmarshal(item, namespace)
			world.Namespaces = append(world.Namespaces, namespace)
		case "Pod":
			pod := &corev1.Pod{}
			err = json.Unmarshal(item, pod)
			world.Pods = append(world.Pods, pod)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// What an API server fills in (policyTypes, protocol) has to be there.
func readPolicies(folder string) ([]*networkingv1.NetworkPolicy, error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	policies := make([]*networkingv1.NetworkPolicy, len(files))
	for i, entry := range files {
		file := filepath.Join(folder, entry.Name())
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		policies[i] = &networkingv1.NetworkPolicy{}
		if err := yaml.UnmarshalStrict(text, policies[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if policies[i].APIVersion != "networking.k8s.io/v1" || policies[i].Kind != "NetworkPolicy" {
			return nil, fmt.Errorf("%s: not a Kubernetes NetworkPolicy", file)
		}
	}
	return policies, nil
}

func (world *World) readFlows(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var flow Flow
		if err := json.Unmarshal(lines.Bytes(), &flow); err != nil {
			return err
		}
		world.Flows = append(world.Flows, flow)
	}
	return lines.Err()
}
