package dev.gatehouse.transport.client.stdio;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** kill(2): the only way to signal a process group without starting another process for it. */
final class Signals {
    static final int KILL = 9;
    static final int TERM = 15;

    @SuppressWarnings("restricted") // kill(2) takes two integers and touches no memory
    private static final MethodHandle KILL_2 = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Signals() {}

    /** Signals every process of the group; false when there is none. */
    static boolean toGroup(long leader, int signal) {
        return send(-Math.toIntExact(leader), signal);
    }

    static boolean toProcess(long pid, int signal) {
        return send(Math.toIntExact(pid), signal);
    }

    private static boolean send(int target, int signal) {
        // 0, 1, -1 and their like mean us, init or everything: never a child.
        if (Math.abs(target) <= 1) {
            throw new IllegalArgumentException("no process or group of ours: " + target);
        }
        try {
            return (int) KILL_2.invokeExact(target, signal) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) could not be called", e);
        }
    }
}
