"""Port numbers with names; no other file writes one."""

from enum import IntEnum


class Port(IntEnum):
    """TCP ports of the estate; the source is the arrow or the chart that listens there."""

    DNS = 53
    """Names, for every pod."""
    HTTP = 80
    """Redirected to HTTPS by the three load balancers (6.1, 7.1, 9.1)."""
    HTTPS = 443
    GRAFANA = 3000
    """7.2."""
    POSTGRES = 5432
    """12.1, 12.2, 16.1."""
    REDIS = 6379
    """6.3: Argo CD's cache."""
    REDIS_SENTINEL = 26379
    """6.3: which Redis is the first one."""
    ARGO_REPO_SERVER = 8081
    """6.3."""
    ARGO_UI = 8080
    """6.2: argocd-server."""
    INGRESS_HTTPS = 8443
    """9.2: Istio's ingress gateway; 1024 or more, because its pod is not privileged."""
    STATE_METRICS = 8080
    """7.2: kube-state-metrics, the controller of application sets, external-secrets."""
    RELOADER_METRICS = 8080
    """7.2: what reloads the settings of Prometheus and Alertmanager."""
    PROMETHEUS = 9090
    """7.2: Thanos query-frontend."""
    ALERTMANAGER = 9093
    """7.2."""
    KAFKA_SCRAM = 9096
    """5.4, 13.1: SASL/SCRAM over TLS, the only listener that the document names."""
    KAFKA_METRICS = 11001
    """7.2: metrics of Kafka's own, on the brokers (open monitoring)."""
    BROKER_METRICS = 11002
    """7.2: metrics of the machines that the brokers run on."""
    ALERT_GOSSIP = 9094
    """7.2: Alertmanagers tell one another what they have sent."""
    ARGO_METRICS = 8082
    """7.2: Argo CD's application controller."""
    ARGO_SERVER_METRICS = 8083
    ARGO_REPO_METRICS = 8084
    CERTIFICATE_METRICS = 9402
    """7.2: cert-manager."""
    CLOUD_METRICS = 5000
    """7.2: the exporter of CloudWatch."""
    POOL_METRICS = 9127
    """7.2: the exporter beside PgBouncer; its sidecar asks it, and nothing else reaches it."""
    KEYCLOAK = 8180
    """10.2: Keycloak behind the ingress, on no port that anything else listens on."""
    KEYCLOAK_MANAGEMENT = 9000
    """7.2: its metrics and its health; its sidecar asks it, and nothing else reaches it."""
    KEYCLOAK_CLUSTER = 7800
    """10.2: its pods among themselves (Keycloak, configuring distributed caches)."""
    KEYCLOAK_FAILURE = 57800
    """10.2: how they notice that one of them is gone."""
    NODE_METRICS = 9100
    """7.2: node-exporter, on the node's own address."""
    DNS_METRICS = 9153
    """7.2: CoreDNS."""
    THANOS_STORE = 10901
    """7.2: Thanos asks Thanos."""
    THANOS_METRICS = 10902
    ISTIO_METRICS = 15014
    """7.2: istiod."""
    PROXY_METRICS = 15020
    """7.2: sidecars and the gateway, outside the mesh's TLS."""
    WEBHOOK = 9443
    """Admission webhook of the AWS Load Balancer Controller."""
    KUBELET = 10250
    """Kubelet, metrics-server and the webhooks of external-secrets and prometheus-operator."""
    ISTIO_XDS = 15012
    """10.1, 10.3: configuration and certificates for the proxies, over TLS."""
    ISTIO_INBOUND = 15006
    """10.2: where a sidecar takes inbound traffic over."""
    ISTIO_WEBHOOK = 15017
    """10.1: sidecar injection and validation."""
    ISTIO_HEALTH = 15021
    """9.2: health check of the ingress gateway."""


EPHEMERAL = (1024, 65535)
"""Return ports that a stateless network ACL has to let through (Linux clients and NAT gateways)."""

ANY = (0, 65535)
"""Every port; only the rule between the nodes of one cluster has it."""
