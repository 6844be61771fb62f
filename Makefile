# The same as ./run, for those who look for a Makefile first.
.PHONY: run test

run:
	@./run

test:
	@./run test
