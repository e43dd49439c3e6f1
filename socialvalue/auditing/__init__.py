"""The audit pack: what an auditor works from, made from a result and nothing else."""
