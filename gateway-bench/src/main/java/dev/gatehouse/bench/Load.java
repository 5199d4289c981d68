package dev.gatehouse.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * How hard the load generator pulls.
 *
 * @param thinkMillis what each connection waits between an answer and its next call; 0 asks for all there is
 */
record Load(String name, int connections, int thinkMillis) {
    static final Load FULL = new Load("full", 64, 0);
    static final Load FEW = new Load("few", 4, 0);
    /** About 1,000 calls a second, whatever stands in between. */
    static final Load STEADY = new Load("steady", 32, 31);

    /** The loads named by the property {@code loads}, all of them when it is not set. */
    static List<Load> chosen() {
        List<String> names =
                List.of(System.getProperty("loads", "full,few,steady").split(",", -1));
        return Stream.of(FULL, FEW, STEADY)
                .filter(load -> names.contains(load.name))
                .toList();
    }

    String describe() {
        return thinkMillis == 0
                ? connections + " connections, as fast as answers come"
                : connections + " connections, a call every " + (thinkMillis + 1) + " ms each";
    }
}
