"""The audit file: what an auditor works from, made from a result and nothing else."""
