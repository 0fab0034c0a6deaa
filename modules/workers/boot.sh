# Makes this machine a private worker of Spacelift. Settings stand above, in capitals.
set -euo pipefail

FINGERPRINT=175FD97AD2358EFE02832978E302FB5AA29D88F7 # Spacelift's signing key
ORIGIN=https://downloads.spacelift.io
TOOLS=/usr/local/sbin

# A machine that cannot become a worker goes away; Auto Scaling makes another.
trap 'shutdown --poweroff +10' ERR

dnf --assumeyes upgrade --releasever=latest
dnf --assumeyes install docker amazon-cloudwatch-agent
systemctl disable --now amazon-ssm-agent || true # nobody enters

cat > "$TOOLS/worker-settings" <<END
REGION=$REGION
REGISTRY=$REGISTRY
SECRET=$SECRET
IMAGE=$IMAGE
END

# The launcher counts only with the signature of exactly that key on its checksum.
folder=$(mktemp --directory)
cd "$folder"
for part in "" _SHA256SUMS _SHA256SUMS.sig; do
  curl --fail --silent --show-error --proto =https --retry 5 --output "launcher$part" \
    "$ORIGIN/spacelift-launcher-x86_64$part"
done
curl --fail --silent --show-error --proto =https --retry 5 --output key \
  "https://keys.openpgp.org/vks/v1/by-fingerprint/$FINGERPRINT"
mkdir --mode=0700 ring
gpg --homedir ring --batch --import key
gpg --homedir ring --batch --status-fd 1 --verify launcher_SHA256SUMS.sig launcher_SHA256SUMS > status
grep --quiet "^\[GNUPG:\] VALIDSIG .*$FINGERPRINT\$" status
echo "$(cut --delimiter=' ' --fields=1 launcher_SHA256SUMS)  launcher" | sha256sum --check --strict
install --mode=0755 launcher "$TOOLS/spacelift-launcher"

cat > "$TOOLS/worker-login" <<'END'
#!/bin/bash
# Lets Docker read from our registry; what ECR hands out is good for twelve hours.
set -euo pipefail
. /usr/local/sbin/worker-settings
mkdir --parents --mode=0700 /run/worker-docker
aws ecr get-login-password --region "$REGION" |
  docker --config /run/worker-docker login --username AWS --password-stdin "$REGISTRY"
END

cat > "$TOOLS/worker-start" <<'END'
#!/bin/bash
# Waits until somebody has filled the secret; its values are nowhere but in the launcher's memory.
set -euo pipefail
. /usr/local/sbin/worker-settings
until held=$(aws secretsmanager get-secret-value --region "$REGION" --secret-id "$SECRET" \
  --query SecretString --output text); do
  sleep 60
done
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1" <<< "$held"; }
SPACELIFT_TOKEN=$(field SPACELIFT_TOKEN)
SPACELIFT_POOL_PRIVATE_KEY=$(field SPACELIFT_POOL_PRIVATE_KEY)
SPACELIFT_METADATA_instance_id=$(worker-metadata instance-id)
SPACELIFT_DEFAULT_RUNNER_IMAGE=$REGISTRY/$IMAGE
SPACELIFT_DOCKER_CONFIG_DIR=/run/worker-docker
export SPACELIFT_TOKEN SPACELIFT_POOL_PRIVATE_KEY SPACELIFT_METADATA_instance_id
export SPACELIFT_DEFAULT_RUNNER_IMAGE SPACELIFT_DOCKER_CONFIG_DIR
worker-login
exec spacelift-launcher
END

cat > "$TOOLS/worker-metadata" <<'END'
#!/bin/bash
set -euo pipefail
service=http://169.254.169.254/latest
token=$(curl --fail --silent --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$service/api/token")
curl --fail --silent --header "X-aws-ec2-metadata-token: $token" "$service/meta-data/$1"
END

cat > "$TOOLS/worker-leave" <<'END'
#!/bin/bash
# Once Auto Scaling wants this machine to go: wait for the run that is on it, then switch off.
set -euo pipefail
while sleep 15; do
  state=$(worker-metadata autoscaling/target-lifecycle-state || true)
  [ "$state" = Terminated ] || continue
  while [ -n "$(docker ps --quiet)" ]; do sleep 5; done
  systemctl stop worker
  systemctl poweroff
done
END
chmod 0755 "$TOOLS"/worker-*

cat > /etc/systemd/system/worker.service <<'END'
[Unit]
Description=Launcher of Spacelift
Requires=docker.service
After=docker.service network-online.target
[Service]
Environment=PATH=/usr/local/sbin:/usr/bin:/usr/sbin
ExecStart=/usr/local/sbin/worker-start
Restart=always
RestartSec=30
StandardOutput=append:/var/log/worker.log
StandardError=append:/var/log/worker.log
[Install]
WantedBy=multi-user.target
END
cat > /etc/systemd/system/worker-leave.service <<'END'
[Unit]
Description=Leaves when no run is left
Requires=docker.service
After=docker.service
[Service]
Environment=PATH=/usr/local/sbin:/usr/bin:/usr/sbin
ExecStart=/usr/local/sbin/worker-leave
Restart=always
[Install]
WantedBy=multi-user.target
END
cat > /etc/systemd/system/worker-login.service <<'END'
[Service]
Type=oneshot
Environment=PATH=/usr/local/sbin:/usr/bin:/usr/sbin
ExecStart=/usr/local/sbin/worker-login
END
cat > /etc/systemd/system/worker-login.timer <<'END'
[Timer]
OnActiveSec=6h
OnUnitActiveSec=6h
[Install]
WantedBy=timers.target
END

touch /var/log/worker.log
chmod 0600 /var/log/worker.log
cat > /opt/aws/amazon-cloudwatch-agent/etc/worker.json <<END
{"agent": {"region": "$REGION", "run_as_user": "root"}, "logs": {"logs_collected": {"files": {"collect_list": [
  {"file_path": "/var/log/worker.log", "log_group_name": "$GROUP", "log_stream_name": "{instance_id}"}
]}}}}
END
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s \
  -c file:/opt/aws/amazon-cloudwatch-agent/etc/worker.json

systemctl daemon-reload
systemctl enable --now docker worker worker-leave worker-login.timer
