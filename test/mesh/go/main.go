// What Istio tells the proxies of a mesh: objects in, Envoy's own configuration out, by the code that istiod runs. Nothing is
// asked of a cluster; what is there is what stands in the input.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/log"
	"istio.io/istio/pkg/test"
)

type input struct {
	// YAML, one document each.
	Istio      string  `json:"istio"`
	Kubernetes string  `json:"kubernetes"`
	Mesh       string  `json:"mesh"`
	Version    string  `json:"version"`
	Proxies    []proxy `json:"proxies"`
}

type proxy struct {
	Name           string            `json:"name"`
	Kind           string            `json:"kind"` // `router` or `sidecar`
	Namespace      string            `json:"namespace"`
	ServiceAccount string            `json:"serviceAccount"`
	Labels         map[string]string `json:"labels"`
	Address        string            `json:"address"`
	Configuration  string            `json:"configuration"` // the annotation `proxy.istio.io/config`
}

type configuration struct {
	Listeners []json.RawMessage `json:"listeners"`
	Routes    []json.RawMessage `json:"routes"`
	Clusters  []json.RawMessage `json:"clusters"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		return err
	}
	quiet := log.DefaultOptions()
	quiet.SetDefaultOutputLevel(log.OverrideScopeName, log.WarnLevel)
	quiet.OutputPaths = []string{"stderr"}
	if err := log.Configure(quiet); err != nil {
		return err
	}
	settings, err := mesh.ApplyMeshConfigDefaults(in.Mesh)
	if err != nil {
		return err
	}
	out := map[string]configuration{}
	err = test.Wrap(func(t test.Failer) {
		server := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
			ConfigString:           in.Istio,
			KubernetesObjectString: in.Kubernetes,
			MeshConfig:             settings,
		})
		for _, each := range in.Proxies {
			ofProxy, err := mesh.ApplyProxyConfig(each.Configuration, settings)
			if err != nil {
				t.Fatal(err)
			}
			p := server.SetupProxy(&model.Proxy{
				Type:            model.NodeType(each.Kind),
				ID:              each.Name + "." + each.Namespace,
				ConfigNamespace: each.Namespace,
				IPAddresses:     []string{each.Address},
				Labels:          each.Labels,
				Metadata: &model.NodeMetadata{
					IstioVersion:   in.Version,
					Namespace:      each.Namespace,
					Labels:         each.Labels,
					ServiceAccount: each.ServiceAccount,
					ClusterID:      "Kubernetes",
					ProxyConfig:    (*model.NodeMetaProxyConfig)(ofProxy.DefaultConfig),
				},
			})
			out[each.Name] = configuration{
				Listeners: written(t, server.Listeners(p)),
				Routes:    written(t, server.Routes(p)),
				Clusters:  written(t, server.Clusters(p)),
			}
		}
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}

func written[T proto.Message](t test.Failer, messages []T) []json.RawMessage {
	all := make([]json.RawMessage, 0, len(messages))
	for _, each := range messages {
		text, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(each)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	return all
}
