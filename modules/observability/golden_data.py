"""Golden signals of what is kept: Aurora, Kafka, and the pool in front of the database."""

from modules.observability.signals import Alert, Area, Golden, Severity, Signal

AURORA = Area(
    "aurora",
    "Aurora",
    (
        Signal("traffic", Golden.TRAFFIC, "connections", "short", "max by (dimension_DBClusterIdentifier) (aws_rds_database_connections_maximum)"),
        Signal("errors", Golden.ERRORS, "deadlocks", "short", "max by (dimension_DBClusterIdentifier) (aws_rds_deadlocks_maximum)", Alert("> 0", 15, Severity.WARNING, "Transactions of the database stand in one another's way")),
        Signal("latency", Golden.LATENCY, "time of a commit", "ms", "max by (dimension_DBClusterIdentifier) (aws_rds_commit_latency_average)", Alert("> 50", 15, Severity.WARNING, "A commit takes more than 50 ms on average")),
        Signal("processor", Golden.SATURATION, "processor", "percent", "max by (dimension_DBClusterIdentifier) (aws_rds_cpuutilization_maximum)", Alert("> 90", 15, Severity.CRITICAL, "The database has used more than 90 % of its processors for a quarter of an hour")),
        Signal("memory", Golden.SATURATION, "free memory", "bytes", "min by (dimension_DBClusterIdentifier) (aws_rds_freeable_memory_average)", Alert("< 268435456", 15, Severity.WARNING, "The database has less than 256 MiB of memory left")),
    ),
)  # fmt: skip

KAFKA = Area(
    "kafka",
    "Kafka",
    (
        Signal("traffic", Golden.TRAFFIC, "messages each second", "cps", 'sum(rate(kafka_server_BrokerTopicMetrics_Count{name="MessagesInPerSec"}[5m]))'),
        Signal("controller", Golden.ERRORS, "active controllers", "short", "max(aws_kafka_active_controller_count_maximum)", Alert("!= 1", 10, Severity.CRITICAL, "Kafka has no controller, or two")),
        Signal("offline", Golden.ERRORS, "partitions that nobody serves", "short", "max(aws_kafka_offline_partitions_count_maximum)", Alert("> 0", 5, Severity.CRITICAL, "Partitions of Kafka are not served")),
        Signal("replicas", Golden.ERRORS, "partitions with too few copies", "short", 'sum(kafka_server_ReplicaManager_Value{name="UnderReplicatedPartitions"})', Alert("> 0", 15, Severity.WARNING, "Partitions of Kafka have fewer copies than they should")),
        Signal("latency", Golden.LATENCY, "99th percentile of a write", "ms", 'max(kafka_network_RequestMetrics_99thPercentile{name="TotalTimeMs",request="Produce"})'),
        Signal("saturation", Golden.SATURATION, "disks of brokers", "percent", "max(aws_kafka_data_logs_disk_used_maximum)", Alert("> 85", 15, Severity.CRITICAL, "A disk of Kafka is 85 % full, though disks grow by themselves")),
    ),
)  # fmt: skip

POOL = Area(
    "pool",
    "pg-pool",
    (
        Signal("traffic", Golden.TRAFFIC, "queries each second", "reqps", "sum by (database) (rate(pgbouncer_stats_queries_pooled_total[5m]))"),
        Signal("errors", Golden.ERRORS, "pools that do not answer", "short", "sum(1 - pgbouncer_up) or absent(pgbouncer_up)", Alert("> 0", 5, Severity.CRITICAL, "A pod of pg-pool does not answer, or nobody says how it is")),
        Signal("latency", Golden.LATENCY, "longest wait for a connection", "s", "max by (database) (pgbouncer_pools_client_maxwait_seconds)", Alert("> 5", 5, Severity.CRITICAL, "A client has waited more than 5 s for a connection of pg-pool")),
        Signal("saturation", Golden.SATURATION, "clients that wait", "short", "sum by (database) (pgbouncer_pools_client_waiting_connections)", Alert("> 20", 10, Severity.WARNING, "More than 20 clients wait for a connection of pg-pool")),
    ),
)  # fmt: skip

AREAS = (AURORA, KAFKA, POOL)
