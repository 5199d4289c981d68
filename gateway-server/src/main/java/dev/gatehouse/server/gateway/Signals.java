package dev.gatehouse.server.gateway;

import sun.misc.Signal;

/** Signals of the operating system. The JVM offers no supported way to hear SIGHUP. */
final class Signals {
    private Signals() {}

    /** The action runs on a thread of the JVM's and replaces what the signal did before. */
    @SuppressWarnings("sunapi")
    static void on(String name, Runnable action) {
        var _ = Signal.handle(new Signal(name), _ -> action.run());
    }
}
