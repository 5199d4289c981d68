package dev.gatehouse.server.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.transport.http.Cidr;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {

    @ParameterizedTest
    @CsvSource({
        "0s,PT0S",
        "250ms,PT0.25S",
        "30s,PT30S",
        "15m,PT15M",
        "12h,PT12H",
        "90d,PT2160H",
        "999999999d,PT23999999976H"
    })
    void a_duration_is_a_number_and_a_unit(String text, Duration expected) {
        assertThat(Durations.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "s",
                "-1s",
                "+1s",
                "1.5s",
                "01s",
                " 30s",
                "30 s",
                "30S",
                "1m30s",
                "PT30S",
                "1w",
                "1000000000s",
                "٣s"
            })
    void anything_else_is_no_duration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0B,0",
        "512B,512",
        "64KiB,65536",
        "4MiB,4194304",
        "10GiB,10737418240",
        "999999999GiB,1073741822926258176"
    })
    void a_size_is_a_number_and_a_binary_unit(String text, long bytes) {
        assertThat(ByteSize.parse(text)).contains(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "4MB", "4M", "4mib", "-4MiB", "4.5MiB", "04MiB", "1TiB", "1000000000B"})
    void anything_else_is_no_size(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, 127.0.0.1, 8080, true",
        "127.9.9.9:1, 127.9.9.9, 1, true",
        "localhost:0, localhost, 0, true",
        "LOCALHOST:80, LOCALHOST, 80, true",
        "[::1]:8443, ::1, 8443, true",
        "[::ffff:127.0.0.1]:1, ::ffff:127.0.0.1, 1, true",
        "0.0.0.0:8080, 0.0.0.0, 8080, false",
        "[::]:8080, ::, 8080, false",
        "10.0.0.1:65535, 10.0.0.1, 65535, false",
        "127.0.0.1.example.com:80, 127.0.0.1.example.com, 80, false",
        "localhost.example.com:80, localhost.example.com, 80, false",
    })
    void an_address_knows_whether_it_is_loopback(String text, String host, int port, boolean loopback) {
        assertThat(HostPort.parse(text)).hasValueSatisfying(address -> {
            assertThat(address).isEqualTo(new HostPort(host, port)).hasToString(text);
            assertThat(address.isLoopback()).isEqualTo(loopback);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":8080",
                "8080",
                "host",
                "host:",
                "host:65536",
                "host:-1",
                "::1:80",
                "http://host:80",
                "a b:80",
                "[::1:80"
            })
    void anything_else_is_no_address(String text) {
        assertThat(HostPort.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "10.1.2.3", "0.0.0.0/0", "::/0", "fd00::/8", "::1"})
    void ranges_are_of_either_family(String text) {
        assertThat(ValueTypes.find(Cidr.class).orElseThrow().parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "example.com", "fd00::%eth0/8"})
    void anything_else_is_no_range(String text) {
        assertThat(ValueTypes.find(Cidr.class).orElseThrow().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "publicURL, ' (did you mean `publicUrl`?)'",
        "pubicUrl, ' (did you mean `publicUrl`?)'",
        "listne, ' (did you mean `listen`?)'",
        "somethingElse, ''",
        "'', ''",
    })
    void a_hint_names_the_nearest_key_when_one_is_near(String written, String hint) {
        assertThat(Nearest.hint(written, List.of("listen", "publicUrl", "tls"))).isEqualTo(hint);
    }

    @Test
    void a_hint_for_an_endless_name_stays_cheap() {
        assertThat(Nearest.hint("x".repeat(1_000_000), List.of("listen"))).isEmpty();
    }

    @Test
    void every_example_is_of_its_own_type() {
        for (Class<?> type : List.of(
                String.class, boolean.class, int.class, Duration.class, ByteSize.class, HostPort.class, URI.class)) {
            ValueType<?> known = ValueTypes.find(type).orElseThrow();
            assertThat(known.parse(known.example())).as(known.name()).isPresent();
        }
    }
}
