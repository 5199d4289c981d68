package dev.gatehouse.server.launcher;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Stands in for the gateway's main class and says what the launcher told it. */
final class Told {
    private Told() {}

    public static void main(String[] arguments) throws InterruptedException {
        boolean stays = arguments.length > 0 && arguments[0].equals("stay");
        if (stays) {
            // Before anything is said: whoever reads it may send the signal.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped in order")));
        }
        System.out.println("arguments " + String.join("|", arguments));
        System.out.println("directory " + Path.of("").toAbsolutePath());
        System.out.println("classpath " + System.getProperty("java.class.path"));
        System.out.println("root " + System.getProperty("gatehouse.root"));
        System.out.println("carriers " + System.getProperty("jdk.virtualThreadScheduler.parallelism"));
        System.out.println("option " + System.getProperty("an.option"));
        System.out.println("collectors "
                + ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(MemoryManagerMXBean::getName)
                        .toList());
        if (arguments.length > 0 && arguments[0].equals("exit")) {
            System.exit(Integer.parseInt(arguments[1]));
        }
        if (stays) {
            new CountDownLatch(1).await();
        }
    }
}
