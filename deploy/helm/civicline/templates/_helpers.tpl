{{- define "civicline.labels" -}}
app.kubernetes.io/name: civicline
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "civicline.name" -}}
{{ .root.Release.Name }}-{{ .part }}
{{- end }}

{{- define "civicline.command" -}}
{{- if eq .part "casework" }}["casework", "serve"]
{{- else if eq .part "actions" }}["actions"]
{{- else if eq .part "rasa" }}["bot_server", "run", "--interface", "0.0.0.0", "--port", "{{ .root.Values.parts.rasa.port }}", "--model", {{ .root.Values.model | quote }}, "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
{{- else if eq .part "connector" }}["voice_connector", "serve"]
{{- else }}["web.{{ .part }}", "serve"]
{{- end }}
{{- end }}

{{- define "civicline.fetching" -}}
image: "{{ .Values.images.services.repository }}:{{ .Values.images.services.tag }}"
imagePullPolicy: {{ .Values.images.pullPolicy }}
securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
{{- with .Values.agencies.secret }}
envFrom: [{secretRef: {name: {{ . }}}}]
{{- end }}
resources: {requests: {cpu: 10m, memory: 128Mi}, limits: {memory: 512Mi}}
volumeMounts: [{name: tmp, mountPath: /tmp}, {name: agencies, mountPath: /agencies}]
{{- end }}

{{- define "civicline.pod" -}}
{{- $root := .root }}{{ $part := .part }}{{ $own := .own }}
{{- $bot := has $part (list "rasa" "actions") }}
metadata:
  labels: {{- include "civicline.labels" . | nindent 4 }}
  annotations:
    checksum/config: {{ include (print $root.Template.BasePath "/config.yaml") $root | sha256sum }}
spec:
  automountServiceAccountToken: false
  {{- with $root.Values.images.pullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  # a connector takes calls for 8 s more, is told to stop, lets its calls end, hands the rest to a person (12 s), and is given time for all
  terminationGracePeriodSeconds: {{ if eq $part "connector" }}{{ add $root.Values.drainSeconds 60 }}{{ else }}40{{ end }}
  securityContext: {runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, seccompProfile: {type: RuntimeDefault}}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector: {matchLabels: {app.kubernetes.io/instance: {{ $root.Release.Name }}, app.kubernetes.io/component: {{ $part }}}}
  {{- if $root.Values.agencies.from }}
  initContainers:
    - name: agencies
      args: ["agencies.fetching", {{ $root.Values.agencies.from | quote }}, /agencies]
      {{- include "civicline.fetching" $root | nindent 6 }}
  {{- end }}
  containers:
    {{- if $root.Values.agencies.from }}
    - name: agencies
      args: ["agencies.fetching", {{ $root.Values.agencies.from | quote }}, /agencies, "--every", {{ $root.Values.agencies.everySeconds | quote }}]
      {{- include "civicline.fetching" $root | nindent 6 }}
    {{- end }}
    - name: {{ $part }}
      {{- $image := ternary $root.Values.images.bot $root.Values.images.services $bot }}
      image: "{{ $image.repository }}:{{ $image.tag }}"
      imagePullPolicy: {{ $root.Values.images.pullPolicy }}
      args: {{ include "civicline.command" . }}
      ports: [{name: http, containerPort: {{ $own.port }}}]
      securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      envFrom:
        - configMapRef: {name: {{ $root.Release.Name }}-config}
        - secretRef: {name: {{ $root.Values.secrets.common }}}
        - secretRef: {name: {{ ternary $root.Values.secrets.bot (get $root.Values.secrets $part) $bot }}}
      # the balancer hears that it goes before it goes: no request meets a closed door, no new caller a connector that takes none
      lifecycle: {preStop: {exec: {command: ["python", "-c", "import time; time.sleep(8)"]}}}
      startupProbe: {httpGet: {path: /readyz, port: http}, periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 150}
      readinessProbe: {httpGet: {path: /readyz, port: http}, periodSeconds: 3, timeoutSeconds: 4, failureThreshold: 2}
      livenessProbe: {httpGet: {path: {{ if eq $part "rasa" }}/webhooks/rest/{{ else }}/healthz{{ end }}, port: http}, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6}
      resources:
        requests: {cpu: {{ $own.cpu }}, memory: {{ $own.memory }}}
        limits: {memory: {{ $own.memory }}}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        - {name: var, mountPath: /var/lib/civicline}
        {{- if $root.Values.agencies.from }}
        - {name: agencies, mountPath: /agencies, readOnly: true}
        {{- end }}
  volumes:
    - {name: tmp, emptyDir: {}}
    {{- if $root.Values.agencies.from }}
    - {name: agencies, emptyDir: {}}
    {{- end }}
    {{- if and (eq $part "casework") (not $root.Values.buckets.files) }}
    - {name: var, persistentVolumeClaim: {claimName: {{ $root.Release.Name }}-evidence}}
    {{- else if not (eq $part "connector") }}
    - {name: var, emptyDir: {}}
    {{- end }}
{{- end }}
