package dev.gatehouse.policy.detect.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RandomnessTest {
    private static final String SIGNS = "aZq7 0é!@#$%^&*?+-_.~=/:;\t\u0663";
    private static final Map<Letters, String> CLASSES = Map.of(
            Letters.D, "[0-9]",
            Letters.X, "[0-9a-f]",
            Letters.H, "[0-9a-fA-F]",
            Letters.A, "[0-9a-zA-Z]",
            Letters.U, "[0-9A-Z]",
            Letters.B, "[2-7A-Z]",
            Letters.W, "[0-9a-zA-Z_-]",
            Letters.S, "[0-9a-zA-Z+/]",
            Letters.T, "[0-9a-zA-Z_.~=-]",
            Letters.V, "[0-9a-zA-Z_.~=+/-]");

    @Test
    void an_alphabet_has_what_its_class_of_characters_has() {
        assertThat(CLASSES).containsOnlyKeys(Letters.values());
        CLASSES.forEach((letters, pattern) -> {
            Pattern written = Pattern.compile(pattern);
            for (char c = 0; c < 0x300; c++) {
                assertThat(letters.has(c))
                        .as("%s of %d", letters, (int) c)
                        .isEqualTo(written.matcher(String.valueOf(c)).matches());
            }
        });
    }

    @Test
    void a_password_has_letters_and_digits_or_signs_and_no_spaces() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 20_000; round++) {
            String value = random(random, 4, 14);
            boolean isOne = value.length() >= 6
                    && value.chars().noneMatch(c -> c <= ' ')
                    && value.chars().anyMatch(Character::isLetter)
                    && value.chars().anyMatch(c -> Character.isDigit(c) || "!@#$%^&*?+".indexOf(c) >= 0)
                    && !isReference(value);
            assertThat(Randomness.isPassword(value)).as(value).isEqualTo(isOne);
        }
    }

    /** Of twenty different characters, so that there is no doubt about the bits. */
    @Test
    void a_token_has_letters_and_two_digits_and_nothing_else_than_tokens_have() {
        SplittableRandom random = new SplittableRandom(12);
        for (int round = 0; round < 20_000; round++) {
            String value = "bcdefghijklmnopr" + random(random, 4, 8);
            boolean isOne = value.chars().allMatch(c -> c < 0x7F && (Letters.T.has((char) c) || "+/:".indexOf(c) >= 0))
                    && value.chars().filter(Character::isDigit).count() >= 2
                    && !isReference(value);
            assertThat(Randomness.isToken(value)).as(value).isEqualTo(isOne);
        }
    }

    private static boolean isReference(String value) {
        return value.contains("://") || value.matches("(?s)(/|\\./|\\$|%).*");
    }

    private static String random(SplittableRandom random, int min, int max) {
        StringBuilder value = new StringBuilder();
        for (int length = random.nextInt(min, max); length > 0; length--) {
            value.append(SIGNS.charAt(random.nextInt(random.nextBoolean() ? 5 : SIGNS.length())));
        }
        return value.toString();
    }
}
