package dev.gatehouse.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostFieldTest {
    @Test
    void reads_names_addresses_and_ports() {
        assertThat(HostField.parse("Gateway.Example")).contains(new HostField("gateway.example", Optional.empty()));
        assertThat(HostField.parse("127.0.0.1:8080")).contains(new HostField("127.0.0.1", Optional.of(8080)));
        assertThat(HostField.parse("[::1]:443")).contains(new HostField("[::1]", Optional.of(443)));
    }

    @Test
    void what_is_said_again_is_read_alike_whatever_was_said_between() {
        List<String> ill = List.of("", ":80", "a b", "a:", "a:99999", "[x]", "a:80:80", "a/b", "a".repeat(300));
        for (int round = 0; round < 3; round++) {
            for (String text : ill) {
                assertThat(HostField.parse("up.example:80")).contains(new HostField("up.example", Optional.of(80)));
                assertThat(HostField.parse(text)).as(text).isEmpty();
                assertThat(HostField.parse("UP.example:80")).contains(new HostField("up.example", Optional.of(80)));
                assertThat(HostField.parse(text)).as(text).isEmpty();
            }
        }
    }
}
