"""Checkov in process, in the interpreter of tools/checkov/Pipfile: `scan.py FOLDER FRAMEWORK` → JSON.

FOLDER holds one folder for each stack. Its exit code says nothing of findings: who reads the JSON judges.
"""

import json
import logging
import sys
from pathlib import PurePosixPath

from checkov.runner_filter import RunnerFilter
from checkov.terraform.runner import Runner
from checkov.terraform_json.runner import TerraformJsonRunner

RUNNERS = {"terraform": Runner, "terraform_json": TerraformJsonRunner}


class Crashes(logging.Handler):
    """Checks that broke on a resource. Checkov writes them to the log and goes on as if it had not looked."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the sentence."""
        self.seen.append(record.getMessage())


def main() -> int:
    """Print `{"errors", "crashes", "stacks": {stack: {"passed", "failed": [[check, resource]]}}}`."""
    folder, framework = sys.argv[1:3]
    crashes = Crashes()
    logging.getLogger().handlers = [crashes]
    report = RUNNERS[framework]().run(root_folder=folder, runner_filter=RunnerFilter(framework=[framework]))
    stacks: dict[str, dict[str, list[list[str]]]] = {}
    for verdict, records in (("passed", report.passed_checks), ("failed", report.failed_checks)):
        for each in records:
            stack = PurePosixPath(each.file_path).parts[1]
            found = stacks.setdefault(stack, {"passed": [], "failed": []})
            found[verdict].append([each.check_id, each.resource])
    json.dump({"errors": report.parsing_errors, "crashes": crashes.seen, "stacks": stacks}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
