"""What people may do with the data lake: ask by the workgroup, and reach its results through Athena alone (16.1, 16.2)."""

from modules.kit.iam import Condition
from modules.model.names import lake_bucket, lake_database, lake_workgroup

SERVICES = ("athena", "glue", "kms", "lakeformation", "s3")


def scope(
    action: str, environment: str, region: str, account: str
) -> tuple[str, tuple[str, ...], tuple[Condition, ...]]:
    """Name, resources and conditions of the statement that an action stands in.

    Athena and Glue call S3 and KMS in the person's name; by hand nobody reads or writes a file of the lake.
    """
    here = f"{region}:{account}"
    service = action.partition(":")[0]
    through_athena = Condition("ForAnyValue:StringEquals", "aws:CalledVia", ("athena.amazonaws.com",))
    match service:
        case "athena":
            return "Ask", (f"arn:aws:athena:{here}:workgroup/{lake_workgroup(environment)}",), ()
        case "glue":
            kinds = ("catalog", f"database/{lake_database(environment, '*')}")
            tables = f"table/{lake_database(environment, '*')}/*"
            return "Catalogue", tuple(f"arn:aws:glue:{here}:{kind}" for kind in (*kinds, tables)), ()
        case "s3":
            bucket = f"arn:aws:s3:::{lake_bucket(environment, 'results', account)}"
            return "Results", (bucket, f"{bucket}/*"), (through_athena,)
        case _:
            via = tuple(f"{each}.{region}.amazonaws.com" for each in ("glue", "s3"))
            conditions = (Condition("StringEquals", "kms:ViaService", via),)
            return "LakeKeys", (f"arn:aws:kms:{here}:key/*",), conditions
