package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ \"b\" : 1, \"a\":[ 1.0 , 1e0,10E-1]} | {\"a\":[1,1,1],\"b\":1}",
                "\"\\u0041\\/\\u00e9\" | \"A/é\"",
                "{\"\\u0062\":0,\"a\":-0.0} | {\"a\":0,\"b\":0}",
                "[0.10, 100, 1E400] | [1e-1,1e2,1e400]",
                "[1e99999999999] | [1e99999999999]",
                "[true,false,null,[],{}] | [true,false,null,[],{}]",
            })
    void values_that_mean_the_same_have_one_spelling(String given, String canonical) throws Exception {
        Json once = CanonicalJson.of(Json.read(given));
        assertThat(once).hasToString(canonical);
        assertThat(CanonicalJson.of(Json.read(once.bytes()))).isEqualTo(once);
    }

    @Test
    void numbers_beyond_a_double_stay_apart() throws Exception {
        assertThat(CanonicalJson.of(Json.read("9007199254740993")))
                .isNotEqualTo(CanonicalJson.of(Json.read("9007199254740992")));
    }
}
