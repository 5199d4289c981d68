package dev.gatehouse.policy.detect.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.policy.detect.Detections;
import dev.gatehouse.policy.detect.scan.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnwrappedTest {
    @Test
    void a_wrapper_whose_last_option_has_no_value_runs_nothing() {
        for (String command :
                List.of("sudo -u", "timeout -k", "sudo -E -u", "nice -n", "kubectl exec -n", "x; env -u")) {
            assertThat(seen(command)).as(command).doesNotContain("command.destructive");
        }
    }

    @Test
    void behind_it_the_next_command_is_still_seen() {
        assertThat(seen("timeout -k; rm -rf /")).contains("command.destructive");
    }

    private static List<String> seen(String command) {
        Json arguments = Json.object().put("command", command).build();
        return Detections.of(List.of("commands"), 0).in(arguments, Side.ARGUMENTS).stream()
                .map(Detection::type)
                .toList();
    }
}
