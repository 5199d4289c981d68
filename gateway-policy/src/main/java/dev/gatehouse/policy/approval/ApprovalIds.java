package dev.gatehouse.policy.approval;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names of requests and standing approvals: short enough to be read out, and not to be guessed. */
final class ApprovalIds {
    private static final int RANDOM_BYTES = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ApprovalIds() {}

    static String next() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
