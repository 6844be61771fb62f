"""The links of interviews, asked for politely: `asking` asks for one, `guard` says where it may lead, `round` goes
round all of them, `known` hands what came of it to the linter."""
