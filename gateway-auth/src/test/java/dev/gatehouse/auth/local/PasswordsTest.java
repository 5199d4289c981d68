package dev.gatehouse.auth.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void aPasswordMatchesItsOwnHashHoweverItsLettersWereTyped() {
        String hash = passwords.hash("caf\u00e9 au lait, deux");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches(hash, "cafe\u0301 au lait, deux")).isTrue();
        assertThat(passwords.matches(hash, "cafe au lait, deux")).isFalse();
        assertThat(passwords.hash("caf\u00e9 au lait, deux")).isNotEqualTo(hash);
    }

    @Test
    void aHashThatIsNotOursIsNeverTakenForOne() {
        assertThatIllegalStateException().isThrownBy(() -> passwords.matches("", "x"));
        assertThatIllegalStateException().isThrownBy(() -> passwords.matches("$argon2id$v=19$m=8,t=1,p=1$AA$AA", "x"));
    }
}
