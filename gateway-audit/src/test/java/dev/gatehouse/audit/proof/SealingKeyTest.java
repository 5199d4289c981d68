package dev.gatehouse.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SealingKeyTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] TEXT = {(byte) 0xaf, (byte) 0x82};

    /** RFC 8032 §7.1, test 3. */
    private static final String SECRET = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";

    private static final String PUBLIC = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    private static final String SIGNATURE =
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";

    /** What PKCS #8 puts before the 32 bytes (RFC 8410). */
    private static final String PKCS8 = "302e020100300506032b657004220420";

    @Test
    void signs_as_the_rfc_says() {
        SealingKey key = SealingKey.of(HEX.parseHex(PUBLIC + PKCS8 + SECRET));
        assertThat(HEX.formatHex(key.sign(TEXT))).isEqualTo(SIGNATURE);
        assertThat(key.publicKey().verifies(TEXT, key.sign(TEXT))).isTrue();
        assertThat(key.toBytes()).isEqualTo(HEX.parseHex(PUBLIC + PKCS8 + SECRET));
    }

    @Test
    void what_it_signs_verifies_after_it_was_stored() {
        for (int i = 0; i < 50; i++) {
            SealingKey key = SealingKey.generate();
            byte[] signature = SealingKey.of(key.toBytes()).sign(TEXT);
            assertThat(key.publicKey().verifies(TEXT, signature)).isTrue();
            assertThat(SealingKey.generate().publicKey().verifies(TEXT, signature))
                    .isFalse();
        }
    }

    @Test
    void a_key_of_another_kind_is_none() {
        String x25519 = PKCS8.replace("2b6570", "2b656e");
        for (String stored : new String[] {"", PUBLIC, PUBLIC + SECRET, PUBLIC + x25519 + SECRET}) {
            assertThatThrownBy(() -> SealingKey.of(HEX.parseHex(stored))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
