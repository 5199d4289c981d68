package dev.gatehouse.server.config;

import dev.gatehouse.audit.s3.S3Bucket;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;

/** Checks a bucket. */
final class S3Checks {
    private static final String PART = "(?!\\.{1,2}(/|$))[A-Za-z0-9!_.*'()=-]+";

    private final Report report;
    private final OutsideChecks outside;

    S3Checks(Report report) {
        this.report = report;
        this.outside = new OutsideChecks(report);
    }

    void check(KeyPath path, S3Config s3) {
        outside.form(
                path.key("bucket"),
                s3.bucket(),
                "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
                "a bucket's name: 3 to 63 small letters, digits, dashes and dots");
        if (report.isClean(path.key("bucket"))
                && s3.bucket().contains(".")
                && s3.endpoint().isEmpty()) {
            report.problem(
                    path.key("bucket"),
                    "has a dot, for which Amazon has no certificate (expected: a bucket without one, or `endpoint`)");
        }
        outside.form(path.key("region"), s3.region(), "[a-z0-9-]{2,40}", "a region such as eu-central-1");
        s3.endpoint()
                .ifPresent(endpoint -> outside.urlWithoutPath(
                        path.key("endpoint"), endpoint.toString(), "the store alone, such as https://s3.example.com"));
        outside.form(
                path.key("prefix"),
                s3.prefix(),
                "(" + PART + "(/" + PART + ")*)?",
                "names of letters, digits and !_.*'()=- with slashes between them");
        outside.token(path.key("accessKey"), s3.accessKey());
        outside.token(path.key("secretKey"), s3.secretKey());
        s3.sessionToken().ifPresent(token -> outside.token(path.key("sessionToken"), token));
        s3.encryption().ifPresent(encryption -> encryption(path.key("encryption"), encryption));
    }

    private void encryption(KeyPath path, S3Config.EncryptionConfig encryption) {
        encryption.kmsKey().ifPresent(key -> {
            outside.form(path.key("kmsKey"), key, "[!-~]+", "the id, the ARN or the alias of a key");
            if (report.isClean(path.key("kind")) && encryption.kind() != S3Bucket.Encryption.Kind.AWS_KMS) {
                report.problem(path.key("kmsKey"), "belongs to `kind: awsKms`");
            }
        });
    }
}
