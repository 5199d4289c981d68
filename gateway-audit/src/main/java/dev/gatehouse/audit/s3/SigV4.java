package dev.gatehouse.audit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.core.digest.HmacSha256;
import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.identity.Confidential;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Signs requests (AWS Signature Version 4). */
record SigV4(String accessKey, Confidential secretKey, String region, String service) {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TERMINATOR = "aws4_request";
    private static final int DATE_CHARS = 8;
    private static final String KEPT = "-._~/";
    private static final int BYTE_MASK = 0xFF;

    /**
     * The value of {@code Authorization}.
     *
     * @param url its query as the signature wants it: names in their order, percent-encoded, and each with {@code =}
     * @param headers all that shall be signed, by name in lower case: {@code host} and {@code x-amz-date} among them
     * @param bodySha256 in lower-case hexadecimal digits
     */
    String authorization(String method, URI url, SortedMap<String, String> headers, String bodySha256, Instant now) {
        String time = TIME.format(now);
        String scope = String.join("/", time.substring(0, DATE_CHARS), region, service, TERMINATOR);
        String signed = String.join(";", headers.keySet());
        String request = String.join(
                "\n",
                method,
                url.getRawPath(),
                Optional.ofNullable(url.getRawQuery()).orElse(""),
                canonical(headers),
                signed,
                bodySha256);
        String toSign = String.join("\n", ALGORITHM, time, scope, Sha256.hex(request.getBytes(UTF_8)));
        String signature = HexFormat.of().formatHex(HmacSha256.of(key(time.substring(0, DATE_CHARS)), toSign));
        return ALGORITHM + " Credential=" + accessKey + "/" + scope + ", SignedHeaders=" + signed + ", Signature="
                + signature;
    }

    /** Good for one day, one region and one service. */
    byte[] key(String date) {
        byte[] key = ("AWS4" + secretKey.value()).getBytes(UTF_8);
        for (String part : new String[] {date, region, service, TERMINATOR}) {
            key = HmacSha256.of(key, part);
        }
        return key;
    }

    /** A line for each, ended by a line feed; runs of blanks count as one. */
    private static String canonical(SortedMap<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
    }

    /** Percent-encoded as the signature wants it: all but slashes, letters, digits and four signs, in capitals. */
    static String encodedPath(String path) {
        StringBuilder out = new StringBuilder();
        for (byte octet : path.getBytes(UTF_8)) {
            char c = (char) (octet & BYTE_MASK);
            if (isPlain(c)) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || KEPT.indexOf(c) >= 0;
    }
}
