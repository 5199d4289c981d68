package dev.gatehouse.testkit.conformance;

import java.util.List;

/**
 * What came of one scenario of the suite.
 *
 * @param passed the number of its checks that succeeded
 * @param failures the checks that failed or warned: the suite counts both against an implementation
 */
public record Scenario(String name, int passed, List<Failure> failures) {
    public Scenario {
        failures = List.copyOf(failures);
    }

    /** @param check the suite's name of the check, such as {@code sep-2575-server-sends-subscription-ack} */
    public record Failure(String check, String message) {}

    public boolean isPassed() {
        return failures.isEmpty();
    }
}
