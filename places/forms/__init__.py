"""What people fill in about the directory, in the admin and in the workspace: boxes to tick, versions, disputes."""
