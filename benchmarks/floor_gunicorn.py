"""gunicorn for the floor: the product's workers, threads and limits, without its log lines."""

worker_class = "gthread"
workers = 2
threads = 4
keepalive = 5
control_socket_disable = True
loglevel = "warning"
worker_tmp_dir = "/dev/shm"  # noqa: S108  its heartbeat, as the product has it
