package dev.gatehouse.testkit.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What a store asks of an object that is signed well. */
final class ObjectRules {
    private static final String MODE = "x-amz-object-lock-mode";
    private static final String UNTIL = "x-amz-object-lock-retain-until-date";
    private static final String CHECKSUM = "x-amz-checksum-sha256";
    private static final String ENCRYPTION = "x-amz-server-side-encryption";

    private ObjectRules() {}

    static Optional<S3Error> wrong(Map<String, String> headers, byte[] body, Instant now) {
        String checksum = headers.getOrDefault(CHECKSUM, "");
        if (!checksum.isEmpty() && !checksum.equals(sha256(body))) {
            return invalid("BadDigest", "The SHA256 you specified did not match the calculated checksum.");
        }
        if (headers.containsKey(MODE) != headers.containsKey(UNTIL)) {
            return invalid("InvalidArgument", UNTIL + " and " + MODE + " must both be supplied");
        }
        if (headers.containsKey(ENCRYPTION) && !headers.get(ENCRYPTION).matches("AES256|aws:kms|aws:kms:dsse")) {
            return invalid("InvalidArgument", "The encryption method specified is not supported");
        }
        return headers.containsKey(MODE)
                ? lock(headers.get(MODE), Instant.parse(headers.get(UNTIL)), checksum, now)
                : Optional.empty();
    }

    private static Optional<S3Error> lock(String mode, Instant until, String checksum, Instant now) {
        if (checksum.isEmpty()) {
            return invalid(
                    "InvalidRequest",
                    "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock"
                            + " parameters");
        }
        if (!mode.matches("COMPLIANCE|GOVERNANCE")) {
            return invalid("InvalidArgument", "Unknown wormMode directive.");
        }
        return until.isAfter(now)
                ? Optional.empty()
                : invalid("InvalidArgument", "The retain until date must be in the future!");
    }

    private static Optional<S3Error> invalid(String code, String message) {
        return Optional.of(new S3Error(400, code, message, ""));
    }

    private static String sha256(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
