package dev.gatehouse.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** What a key looks like, which scanners of secrets rely on. */
class ApiKeyTest {
    private final ApiKey key = ApiKey.random(new SecureRandom());

    @Test
    void a_key_has_the_form_that_is_documented() {
        assertThat(key.value()).matches(ApiKey.PATTERN);
        assertThat(key.toString()).doesNotContain(key.value());
        assertThat(ApiKey.random(new SecureRandom())).isNotEqualTo(key);
    }

    @Test
    void anybody_can_verify_its_check_offline() {
        String value = key.value();
        CRC32 crc = new CRC32();
        crc.update(value.substring(0, value.length() - 6).getBytes(StandardCharsets.US_ASCII));

        long said = 0;
        for (char digit : value.substring(value.length() - 6).toCharArray()) {
            said = said * 62 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".indexOf(digit);
        }

        assertThat(said).isEqualTo(crc.getValue());
    }

    @Test
    void every_single_wrong_character_is_noticed() {
        assertThat(ApiKey.parse(key.value())).contains(key);
        for (int i = 0; i < key.value().length(); i++) {
            char other = key.value().charAt(i) == 'x' ? 'y' : 'x';
            String wrong = key.value().substring(0, i) + other + key.value().substring(i + 1);
            assertThat(ApiKey.parse(wrong)).as("character %d", i).isEmpty();
        }
    }

    @Test
    void other_forms_are_no_keys() {
        for (String text : new String[] {
            "",
            "gatehouse_ak_",
            key.value() + "0",
            key.value().substring(1),
            key.value().toUpperCase(Locale.ROOT),
            key.value().replace('_', '-'),
            key.value().substring(0, 61) + "é"
        }) {
            assertThat(ApiKey.parse(text)).as(text).isEmpty();
        }
    }
}
