"""Golden signals of what calls: the gateway and services of the mesh, and load balancers."""

from modules.observability.signals import Alert, Area, Golden, Severity, Signal

GATEWAY = Area(
    "gateway",
    "Istio ingress gateway",
    (
        Signal("traffic", Golden.TRAFFIC, "requests each second", "reqps", 'sum(rate(istio_requests_total{reporter="source",source_workload="tm-ingress"}[5m]))'),
        Signal("errors", Golden.ERRORS, "share of answers that are errors of ours", "percentunit", 'sum(rate(istio_requests_total{reporter="source",source_workload="tm-ingress",response_code=~"5.."}[5m])) / sum(rate(istio_requests_total{reporter="source",source_workload="tm-ingress"}[5m]))', Alert("> 0.05", 10, Severity.CRITICAL, "More than 5 % of calls at the gateway fail; look at the services behind it")),
        Signal("latency", Golden.LATENCY, "99th percentile", "ms", 'histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket{reporter="source",source_workload="tm-ingress"}[5m])))', Alert("> 2000", 15, Severity.WARNING, "One call of a hundred at the gateway takes more than 2 s")),
        Signal("saturation", Golden.SATURATION, "memory of the gateway's pods, of their limit", "percentunit", 'max by (pod) (container_memory_working_set_bytes{namespace="istio-system",container="istio-proxy"} / on (pod, container, namespace) kube_pod_container_resource_limits{resource="memory"})', Alert("> 0.9", 15, Severity.WARNING, "A pod of the gateway has used 90 % of its memory")),
    ),
)  # fmt: skip

SERVICES = Area(
    "services",
    "services in the mesh",
    (
        Signal("traffic", Golden.TRAFFIC, "requests each second", "reqps", 'sum by (destination_service_name) (rate(istio_requests_total{reporter="destination"}[5m]))'),
        Signal("errors", Golden.ERRORS, "share of answers that are errors", "percentunit", 'sum by (destination_service_name) (rate(istio_requests_total{reporter="destination",response_code=~"5.."}[5m])) / sum by (destination_service_name) (rate(istio_requests_total{reporter="destination"}[5m]))', Alert("> 0.05", 15, Severity.WARNING, "More than 5 % of calls to a service fail")),
        Signal("latency", Golden.LATENCY, "99th percentile", "ms", 'histogram_quantile(0.99, sum by (le, destination_service_name) (rate(istio_request_duration_milliseconds_bucket{reporter="destination"}[5m])))'),
        Signal("saturation", Golden.SATURATION, "configuration that proxies refuse, each second", "cps", "sum(rate(pilot_total_xds_rejects[5m]))", Alert("> 0", 10, Severity.WARNING, "Proxies refuse configuration of istiod; look at what was applied last")),
    ),
)  # fmt: skip

BALANCERS = Area(
    "balancers",
    "load balancers",
    (
        Signal("traffic", Golden.TRAFFIC, "requests in five minutes", "short", "sum by (dimension_LoadBalancer) (aws_applicationelb_request_count_sum)"),
        Signal("errors", Golden.ERRORS, "errors of the load balancer itself", "short", "sum by (dimension_LoadBalancer) (aws_applicationelb_httpcode_elb_5_xx_count_sum)", Alert("> 50", 10, Severity.WARNING, "A load balancer answers with errors of its own; look at its targets")),
        Signal("latency", Golden.LATENCY, "time that targets take, on average", "s", "max by (dimension_LoadBalancer) (aws_applicationelb_target_response_time_average)"),
        Signal("saturation", Golden.SATURATION, "targets that are not well", "short", "max by (dimension_LoadBalancer) (aws_applicationelb_un_healthy_host_count_maximum)", Alert("> 0", 10, Severity.CRITICAL, "A target of a load balancer is not well")),
    ),
)  # fmt: skip

AREAS = (GATEWAY, SERVICES, BALANCERS)
