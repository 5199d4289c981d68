package dev.gatehouse.policy.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsdTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 1000000, 1",
        "0.002, 2000, 0.002",
        "0.000001, 1, 0.000001",
        "100.10, 100100000, 100.1",
        "999999999.999999, 999999999999999, 999999999.999999",
    })
    void an_amount_is_exact(String text, long micros, String shown) {
        Usd usd = Usd.parse(text).orElseThrow();
        assertThat(usd.micros()).isEqualTo(micros);
        assertThat(usd).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1.",
                ".5",
                "01",
                "1e3",
                "0.0000001",
                "1000000000",
                "NaN",
                "1,5",
                "0x1",
                "1 ",
                "٣",
                "99999999999999999999"
            })
    void nothing_else_is_an_amount(String text) {
        assertThat(Usd.parse(text)).isEmpty();
    }
}
