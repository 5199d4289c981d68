package dev.gatehouse.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain|plain",
                "with space|with space",
                " led|=?base64?IGxlZA==?=",
                "tab\t|=?base64?dGFiCQ==?=",
                "ü|=?base64?w7w=?=",
                "=?base64?x?=|=?base64?PT9iYXNlNjQ/eD89?="
            })
    void a_value_a_header_cannot_carry_is_wrapped(String value, String header) {
        assertThat(HeaderValues.encode(value)).isEqualTo(header);
    }
}
