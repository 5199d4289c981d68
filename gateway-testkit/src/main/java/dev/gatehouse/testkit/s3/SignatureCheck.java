package dev.gatehouse.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signature Version 4 from the side of the store: worked out from the request as it arrived, with code of its own. */
record SignatureCheck(String region, String accessKey, String secretKey) {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)"
            + "/s3/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
    private static final Duration SKEW_MAX = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

    /** Empty when it is right. */
    Optional<S3Error> wrong(
            String method,
            String rawPath,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            Instant now) {
        Matcher given = AUTHORIZATION.matcher(headers.getOrDefault("authorization", ""));
        if (!given.matches()) {
            return error(403, "AccessDenied", "Access Denied", "");
        }
        return credential(given)
                .or(() -> signedHeaders(given, headers, body, now))
                .or(() -> {
                    String request = method + "\n" + encoded(decoded(rawPath)) + "\n" + canonical(query) + "\n"
                            + lines(given.group(4), headers)
                            + "\n" + given.group(4) + "\n" + HexFormat.of().formatHex(sha256(body));
                    return signature(given, headers.getOrDefault("x-amz-date", ""), request);
                });
    }

    private Optional<S3Error> credential(Matcher given) {
        if (!given.group(1).equals(accessKey)) {
            return error(
                    403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", "");
        }
        return given.group(3).equals(region)
                ? Optional.empty()
                : error(
                        400,
                        "AuthorizationHeaderMalformed",
                        "The authorization header is malformed; the region '" + given.group(3)
                                + "' is wrong; expecting '" + region + "'",
                        "<Region>" + region + "</Region>");
    }

    private static Optional<S3Error> signedHeaders(
            Matcher given, Map<String, String> headers, byte[] body, Instant now) {
        String time = headers.getOrDefault("x-amz-date", "");
        if (isSkewed(time, now)) {
            return error(
                    403,
                    "RequestTimeTooSkewed",
                    "The difference between the request time and the current time is too large.",
                    "<RequestTime>" + time + "</RequestTime>");
        }
        List<String> signed = Arrays.asList(given.group(4).split(";", -1));
        boolean isAllSigned = signed.contains("host")
                && headers.keySet().stream()
                        .filter(name -> name.startsWith("x-amz-"))
                        .allMatch(signed::contains);
        if (!isAllSigned || !signed.equals(signed.stream().sorted().toList())) {
            return error(403, "AccessDenied", "There were headers present in the request which were not signed", "");
        }
        return HexFormat.of().formatHex(sha256(body)).equals(headers.get("x-amz-content-sha256"))
                ? Optional.empty()
                : error(400, "XAmzContentSHA256Mismatch", "The provided header does not match what was computed.", "");
    }

    private Optional<S3Error> signature(Matcher given, String time, String request) {
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + given.group(2) + "/" + region + "/s3/aws4_request\n"
                + HexFormat.of().formatHex(sha256(request.getBytes(UTF_8)));
        return given.group(5).equals(signature(given.group(2), toSign)) && time.startsWith(given.group(2))
                ? Optional.empty()
                : error(
                        403,
                        "SignatureDoesNotMatch",
                        "The request signature we calculated does not match the signature you provided.",
                        "<AWSAccessKeyId>" + accessKey + "</AWSAccessKeyId><StringToSign>" + toSign
                                + "</StringToSign><CanonicalRequest>" + request + "</CanonicalRequest>");
    }

    private static boolean isSkewed(String time, Instant now) {
        try {
            return Duration.between(Instant.from(TIME.parse(time)), now).abs().compareTo(SKEW_MAX) > 0;
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    private static String lines(String signed, Map<String, String> headers) {
        StringBuilder lines = new StringBuilder();
        for (String name : signed.split(";", -1)) {
            lines.append(name)
                    .append(':')
                    .append(headers.getOrDefault(name, "").strip())
                    .append('\n');
        }
        return lines.toString();
    }

    private String signature(String day, String toSign) {
        byte[] date = hmac(("AWS4" + secretKey).getBytes(UTF_8), day);
        byte[] key = hmac(hmac(hmac(date, region), "s3"), "aws4_request");
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By name, decoded. */
    static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new TreeMap<>();
        if (raw != null) {
            for (String part : raw.split("&", -1)) {
                String[] pair = part.split("=", 2);
                query.put(decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1]));
            }
        }
        return query;
    }

    private static String canonical(Map<String, String> query) {
        return query.entrySet().stream()
                .map(one ->
                        encoded(one.getKey()) + "=" + encoded(one.getValue()).replace("/", "%2F"))
                .collect(Collectors.joining("&"));
    }

    static String decoded(String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = path.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '%') {
                out.write(Integer.parseInt(path.substring(at + 1, at + 3), 16));
                at += 2;
            } else {
                out.write(bytes[at]);
            }
        }
        return out.toString(UTF_8);
    }

    private static String encoded(String path) {
        StringBuilder out = new StringBuilder();
        for (byte each : path.getBytes(UTF_8)) {
            String plain = String.valueOf((char) each);
            out.append(plain.matches("[A-Za-z0-9/._~-]") ? plain : String.format("%%%02X", each));
        }
        return out.toString();
    }

    private static Optional<S3Error> error(int status, String code, String message, String more) {
        return Optional.of(new S3Error(status, code, message, more));
    }
}
