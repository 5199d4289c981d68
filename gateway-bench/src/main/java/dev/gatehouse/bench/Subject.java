package dev.gatehouse.bench;

/** One way from the load generator to the upstream, and the process that is charged for it. */
record Subject(String name, String url, ProcessHandle process, boolean withDescendants) {
    ProcessFigures figures() {
        return ProcessFigures.of(process, withDescendants);
    }
}
