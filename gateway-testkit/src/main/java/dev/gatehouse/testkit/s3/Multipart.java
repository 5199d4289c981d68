package dev.gatehouse.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Objects that come in parts: begun, sent part by part, and completed or ended. Not thread-safe. */
final class Multipart {
    private static final int PART_BYTES_MIN = 5 << 20;
    private static final String CHECKSUM = "x-amz-checksum-sha256";
    private static final Pattern PART =
            Pattern.compile("<Part><PartNumber>(\\d+)</PartNumber><ETag>&quot;([0-9a-f]+)&quot;"
                    + "</ETag><ChecksumSHA256>([^<]+)</ChecksumSHA256></Part>");

    private final Map<String, Upload> uploads = new LinkedHashMap<>();
    private int begun;

    private record Part(byte[] body, String etag) {}

    private record Upload(String key, Map<String, String> headers, TreeMap<Integer, Part> parts) {}

    /** What the store says to one request; the object, when it completed one. */
    record Said(Optional<S3Error> error, String document, Optional<String> etag, Optional<FakeS3.Stored> object) {
        static Said wrong(S3Error error) {
            return new Said(Optional.of(error), "", Optional.empty(), Optional.empty());
        }

        static Said wrong(int status, String code, String message) {
            return wrong(new S3Error(status, code, message, ""));
        }

        static Said stored(FakeS3.Stored object) {
            return new Said(Optional.empty(), "", Optional.empty(), Optional.of(object));
        }

        static Said right(String document) {
            return new Said(Optional.empty(), document, Optional.empty(), Optional.empty());
        }
    }

    /** Those that were neither completed nor ended. */
    int open() {
        return uploads.size();
    }

    /** @param query decoded */
    Said take(String method, String key, Map<String, String> query, Map<String, String> headers, byte[] body) {
        if (query.containsKey("uploads")) {
            return begin(key, headers);
        }
        String id = query.getOrDefault("uploadId", "");
        Upload upload = uploads.get(id);
        if (upload == null || !upload.key().equals(key)) {
            return Said.wrong(404, "NoSuchUpload", "The specified upload does not exist.");
        }
        return switch (method) {
            case "PUT" -> part(upload, Integer.parseInt(query.getOrDefault("partNumber", "0")), headers, body);
            case "POST" -> complete(id, upload, new String(body, UTF_8));
            case "DELETE" -> {
                uploads.remove(id);
                yield Said.right("");
            }
            default -> Said.wrong(405, "MethodNotAllowed", "The specified method is not allowed.");
        };
    }

    private Said begin(String key, Map<String, String> headers) {
        if (!"SHA256".equals(headers.get("x-amz-checksum-algorithm"))) {
            return Said.wrong(400, "InvalidRequest", "Checksum Type mismatch occurred");
        }
        begun++;
        // Ids of some stores have such characters.
        String id = "up/load+" + begun + "==";
        uploads.put(id, new Upload(key, headers, new TreeMap<>()));
        return Said.right(
                "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
    }

    private static Said part(Upload upload, int number, Map<String, String> headers, byte[] body) {
        if (number < 1 || number > 10_000) {
            return Said.wrong(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        }
        if (!digest("SHA-256", body).equals(headers.get(CHECKSUM))) {
            return Said.wrong(400, "BadDigest", "The SHA256 you specified did not match the calculated checksum.");
        }
        String etag = HexFormat.of().formatHex(Base64.getDecoder().decode(digest("MD5", body)));
        upload.parts().put(number, new Part(body, etag));
        return new Said(Optional.empty(), "", Optional.of("\"" + etag + "\""), Optional.empty());
    }

    private Said complete(String id, Upload upload, String document) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteArrayOutputStream checksums = new ByteArrayOutputStream();
        Matcher listed = PART.matcher(document);
        int parts = 0;
        while (listed.find()) {
            parts++;
            Part part = upload.parts().get(Integer.parseInt(listed.group(1)));
            if (part == null
                    || Integer.parseInt(listed.group(1)) != parts
                    || !part.etag().equals(listed.group(2))
                    || !digest("SHA-256", part.body()).equals(listed.group(3))) {
                return Said.wrong(400, "InvalidPart", "One or more of the specified parts could not be found.");
            }
            if (parts < upload.parts().size() && part.body().length < PART_BYTES_MIN) {
                return Said.wrong(
                        400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
            }
            whole.writeBytes(part.body());
            checksums.writeBytes(Base64.getDecoder().decode(digest("SHA-256", part.body())));
        }
        if (parts == 0 || parts != upload.parts().size()) {
            return Said.wrong(400, "MalformedXML", "The XML you provided was not well-formed");
        }
        uploads.remove(id);
        String said = "<CompleteMultipartUploadResult><ChecksumSHA256>" + digest("SHA-256", checksums.toByteArray())
                + "-" + parts + "</ChecksumSHA256></CompleteMultipartUploadResult>";
        FakeS3.Stored object = new FakeS3.Stored(upload.key(), upload.headers(), whole.toByteArray());
        return new Said(Optional.empty(), said, Optional.empty(), Optional.of(object));
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
