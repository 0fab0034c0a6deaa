"""Weakened alarms of the data lake."""

from tests.mutants.change import Mutant, all_of, drop, put
from tests.mutants.lake import INGEST, LAKE, ROOT, said
from tests.policy import test_alarms as alarms

ALARMS = (
    Mutant(
        "anybody publishes alarms",
        said(INGEST, "ingest_watch_alarms_policy-document", 1, "condition", []),
        alarms.test_topics_are_published_to_by_named_services_of_the_account_only,
    ),
    Mutant(
        "alarms travel without TLS",
        said(INGEST, "ingest_watch_alarms_policy-document", 0, "actions", ["sns:Subscribe"]),
        alarms.test_topics_are_published_to_by_named_services_of_the_account_only,
    ),
    Mutant(
        "EventBridge has to name a source to the key of alarms, which it does not",
        said(
            LAKE,
            "lake_watch_alarms_encryption_policy",
            1,
            "condition",
            [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["555555555555"]}],
        ),
        alarms.test_topics_are_encrypted_with_keys_of_their_own,
    ),
    Mutant(
        "the key of alarms is used for anybody's alarms",
        said(INGEST, "ingest_watch_alarms_encryption_policy", 1, "condition", []),
        alarms.test_topics_are_encrypted_with_keys_of_their_own,
    ),
    Mutant(
        "every service of AWS uses the key of alarms",
        said(INGEST, "ingest_watch_alarms_encryption_policy", 1, "principals", [ROOT]),
        alarms.test_topics_are_encrypted_with_keys_of_their_own,
    ),
    Mutant(
        "nobody hears of late changes",
        drop(INGEST, "aws_cloudwatch_metric_alarm", "ingest_watch_source-latency"),
        alarms.test_somebody_hears_of_late_and_lost_data,
    ),
    Mutant(
        "an alarm tells nobody",
        put(INGEST, "aws_cloudwatch_metric_alarm", "ingest_watch_events-failed", alarm_actions=[]),
        alarms.test_somebody_hears_of_late_and_lost_data,
    ),
    Mutant(
        "nobody hears of undelivered events",
        put(LAKE, "aws_cloudwatch_event_rule", "lake_watch_undelivered", state="DISABLED"),
        alarms.test_somebody_hears_of_failures_and_of_undelivered_events,
    ),
    Mutant(
        "nobody hears of a lake that is opened by its settings",
        all_of(
            drop(LAKE, "aws_cloudwatch_event_rule", "lake_watch_settings"),
            drop(LAKE, "aws_cloudwatch_event_target", "lake_watch_settings-told"),
        ),
        alarms.test_somebody_hears_of_failures_and_of_undelivered_events,
    ),
    Mutant(
        "nobody hears of a capture that has failed",
        drop(INGEST, "aws_cloudwatch_event_target", "ingest_watch_told"),
        alarms.test_somebody_hears_of_failures_and_of_undelivered_events,
    ),
    Mutant(
        "a stream that cannot read stays quiet",
        put(
            INGEST,
            "aws_cloudwatch_metric_alarm",
            "ingest_watch_events-behind",
            treat_missing_data="notBreaching",
        ),
        alarms.test_somebody_hears_of_late_and_lost_data,
    ),
    Mutant(
        "nobody hears of events that are not read",
        drop(INGEST, "aws_cloudwatch_metric_alarm", "ingest_watch_events-behind"),
        alarms.test_somebody_hears_of_late_and_lost_data,
    ),
    Mutant(
        "nobody hears of errors of a stream",
        drop(INGEST, "aws_cloudwatch_metric_alarm", "ingest_watch_stream-errors"),
        alarms.test_every_error_of_a_stream_is_told,
    ),
    Mutant(
        "one word in an error is looked for",
        put(INGEST, "aws_cloudwatch_log_metric_filter", "ingest_watch_errors", pattern="fatal"),
        alarms.test_every_error_of_a_stream_is_told,
    ),
)
