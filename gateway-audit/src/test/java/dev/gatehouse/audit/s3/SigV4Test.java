package dev.gatehouse.audit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.identity.Confidential;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What Amazon published as right: examples of the S3 and IAM references, and cases of the Signature Version 4 test suite. */
class SigV4Test {
    private static final String NOTHING = Sha256.hex(new byte[0]);
    private static final SigV4 S3 = new SigV4(
            "AKIAIOSFODNN7EXAMPLE", new Confidential("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "us-east-1", "s3");
    private static final Instant S3_TIME = Instant.parse("2013-05-24T00:00:00Z");
    private static final SigV4 SUITE = new SigV4(
            "AKIDEXAMPLE", new Confidential("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), "us-east-1", "service");
    private static final Instant SUITE_TIME = Instant.parse("2015-08-30T12:36:00Z");

    @Test
    void the_example_of_putting_an_object() {
        String body = Sha256.hex("Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8));
        assertThat(S3.authorization(
                        "PUT",
                        URI.create("https://examplebucket.s3.amazonaws.com/" + SigV4.encodedPath("test$file.text")),
                        new TreeMap<>(Map.of(
                                "date",
                                "Fri, 24 May 2013 00:00:00 GMT",
                                "host",
                                "examplebucket.s3.amazonaws.com",
                                "x-amz-content-sha256",
                                body,
                                "x-amz-date",
                                "20130524T000000Z",
                                "x-amz-storage-class",
                                "REDUCED_REDUNDANCY")),
                        body,
                        S3_TIME))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                        + "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, "
                        + "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void the_example_of_getting_an_object() {
        assertThat(S3.authorization(
                        "GET",
                        URI.create("https://examplebucket.s3.amazonaws.com/test.txt"),
                        new TreeMap<>(Map.of(
                                "host",
                                "examplebucket.s3.amazonaws.com",
                                "range",
                                "bytes=0-9",
                                "x-amz-content-sha256",
                                NOTHING,
                                "x-amz-date",
                                "20130524T000000Z")),
                        NOTHING,
                        S3_TIME))
                .endsWith("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void the_example_of_a_signing_key() {
        SigV4 iam = new SigV4("AKIDEXAMPLE", SUITE.secretKey(), "us-east-1", "iam");
        assertThat(HexFormat.of().formatHex(iam.key("20150830")))
                .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    @Test
    void the_plainest_case_of_the_suite() {
        assertThat(suite(Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z")))
                .endsWith("Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void blanks_around_values_and_between_words_are_those_of_the_suite() {
        assertThat(suite(Map.of(
                        "host",
                        "example.amazonaws.com",
                        "my-header1",
                        " value1",
                        "my-header2",
                        " \"a   b   c\"",
                        "x-amz-date",
                        "20150830T123600Z")))
                .endsWith("Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    private static String suite(Map<String, String> headers) {
        return SUITE.authorization(
                "GET", URI.create("https://example.amazonaws.com/"), new TreeMap<>(headers), NOTHING, SUITE_TIME);
    }

    @Test
    void a_path_keeps_letters_digits_four_signs_and_slashes() {
        assertThat(SigV4.encodedPath("a/Z9-._~/ü +$%:=*")).isEqualTo("a/Z9-._~/%C3%BC%20%2B%24%25%3A%3D%2A");
    }
}
