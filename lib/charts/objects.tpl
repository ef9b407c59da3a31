{{- /*
Hands objects over as they are, except for what the engine of a rollout writes into them while it runs: the version that a
Service selects, and how a VirtualService divides requests. These are looked up and kept. Helm 4 applies on the server and
never forces: a value that is not the one in the cluster, which the engine owns, would be refused, and with it the release.
Without a cluster (helm template) nothing is found, and the file is what comes out.
*/ -}}
{{- range $object := .Files.Get "objects.json" | fromJsonArray }}
{{- $live := dict }}
{{- if has $object.kind (list "Service" "VirtualService") }}
{{- $live = lookup $object.apiVersion $object.kind $object.metadata.namespace $object.metadata.name }}
{{- end }}
{{- if and $live (eq $object.kind "Service") }}
{{- with dig "spec" "selector" "rollouts-pod-template-hash" "" $live }}
{{- $_ := set $object.spec.selector "rollouts-pod-template-hash" . }}
{{- end }}
{{- end }}
{{- /* The engine writes only into those without hosts. In others a route that is taken out of the file must go. */}}
{{- if and $live (eq $object.kind "VirtualService") (not (hasKey $object.spec "hosts")) }}
{{- $own := list }}
{{- range $object.spec.http }}{{ $own = append $own .name }}{{ end }}
{{- $routes := list }}
{{- /* The routes that are not in the file are the engine's, for headers and mirrors. It puts them first. */}}
{{- range $live.spec.http }}
{{- if not (has .name $own) }}{{ $routes = append $routes . }}{{ end }}
{{- end }}
{{- range $route := $object.spec.http }}
{{- range $before := $live.spec.http }}
{{- if and (eq $before.name $route.name) (hasKey $route "route") (hasKey $before "route") }}
{{- /* Weights are kept where the destinations are still those of the file; an experiment adds its own to them. */}}
{{- $there := list }}
{{- range $before.route }}{{ $there = append $there (toJson .destination) }}{{ end }}
{{- $same := true }}
{{- range $route.route }}{{ if not (has (toJson .destination) $there) }}{{ $same = false }}{{ end }}{{ end }}
{{- if $same }}{{ $_ := set $route "route" $before.route }}{{ end }}
{{- end }}
{{- end }}
{{- $routes = append $routes $route }}
{{- end }}
{{- $_ := set $object.spec "http" $routes }}
{{- end }}
---
{{ toJson $object }}
{{- end }}
