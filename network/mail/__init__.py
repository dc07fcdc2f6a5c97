"""What leaves by mail: the worker that sends what `queue_mail` wrote. See ADR 0037."""
