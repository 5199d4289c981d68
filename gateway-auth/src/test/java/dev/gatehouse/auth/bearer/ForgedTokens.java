package dev.gatehouse.auth.bearer;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.gatehouse.auth.keys.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tokens that must not be accepted, by what is wrong with them. Everything not said to be wrong is right. */
final class ForgedTokens {
    private static final byte[] ORDER =
            HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private final Forge forge;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    private ForgedTokens(Forge forge) {
        this.forge = forge;
    }

    static Map<String, String> with(Forge forge) throws Exception {
        ForgedTokens forged = new ForgedTokens(forge);
        forged.algorithms();
        forged.keysOfOthers();
        forged.headers();
        forged.signatures();
        forged.shapes();
        forged.claims();
        forged.times();
        return forged.tokens;
    }

    private void add(String what, String token) {
        if (tokens.put(what, token) != null) {
            throw new AssertionError(what + " is there twice");
        }
    }

    private void algorithms() throws Exception {
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            add("alg " + none + ", no signature", forge.unsigned(none));
            add("alg " + none + ", our signature", forge.header(forge.header.replace("ES256", none)));
        }
        ECPublicKey key = forge.stolen.publicJwk().toECPublicKey();
        byte[] der = key.getEncoded();
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] jwk = forge.stolen.publicJwk().toJSONString().getBytes(StandardCharsets.UTF_8);
        add("HS256 with our public key, DER", forge.hmac("HS256", "HmacSHA256", der));
        add("HS256 with our public key, PEM", forge.hmac("HS256", "HmacSHA256", pem));
        add("HS256 with our public key, JWK", forge.hmac("HS256", "HmacSHA256", jwk));
        add(
                "HS256 with the key id",
                forge.hmac("HS256", "HmacSHA256", forge.stolen.kid().getBytes(StandardCharsets.UTF_8)));
        add("HS384 with our public key", forge.hmac("HS384", "HmacSHA384", der));
        add("HS512 with our public key", forge.hmac("HS512", "HmacSHA512", der));
        add("ES256 claimed, HMAC inside", forge.hmac("ES256", "HmacSHA512", der));
        for (String other : List.of("ES384", "ES512", "ES256K", "PS256", "RS256", "EdDSA", "es256", "ES256 ")) {
            add("alg " + other + ", our ES256 signature", forge.header(forge.header.replace("ES256", other)));
        }
        add("alg missing", forge.header(forge.header.replace("\"alg\":\"ES256\",", "")));
        add("alg in an array", forge.header(forge.header.replace("\"ES256\"", "[\"ES256\"]")));
        add("alg null", forge.header(forge.header.replace("\"ES256\"", "null")));
    }

    private void keysOfOthers() throws Exception {
        KeyPair other = Forge.ec("secp256r1");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();
        String jwk = new ECKey.Builder(Curve.P_256, (ECPublicKey) other.getPublic())
                .keyID(forge.stolen.kid())
                .build()
                .toJSONString();
        String open = forge.header.substring(0, forge.header.length() - 1);
        add("another P-256 key under our kid", forge.signedBy(other.getPrivate(), forge.header));
        add("another key, given in jwk", forge.signedBy(other.getPrivate(), open + ",\"jwk\":" + jwk + "}"));
        add("another key, found by jku", forge.signedBy(other.getPrivate(), open + ",\"jku\":\"https://evil.test\"}"));
        add("another key, found by x5u", forge.signedBy(other.getPrivate(), open + ",\"x5u\":\"https://evil.test\"}"));
        add("RS256 of another", forge.rsa("RS256", rsa));
        add("RS256 of another, called ES256", forge.rsa("ES256", rsa));
    }

    private void headers() {
        for (String extra : List.of(
                "\"jku\":\"https://gw.test/oauth/jwks\"",
                "\"x5u\":\"https://gw.test/cert\"",
                "\"x5c\":[\"MIIB\"]",
                "\"jwk\":" + forge.stolen.publicJwk().toJSONString(),
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"zip\":\"DEF\"",
                "\"cty\":\"JWT\"",
                "\"enc\":\"A256GCM\"",
                "\"alg\":\"none\"",
                "\"kid\":\"other\"",
                "\"typ\":\"at+jwt\"",
                "\"\":1")) {
            add("header with " + extra, forge.headerWith(extra));
        }
        for (String type : List.of("JWT", "jwt", "id+jwt", "dpop+jwt", "oauth-id-jag+jwt", "at+JWT", "at+jwt ", "")) {
            add("typ " + type, forge.header(forge.header.replace("at+jwt", type)));
        }
        add("typ missing", forge.header(forge.header.replace("\"typ\":\"at+jwt\",", "")));
        String kid = "\"" + forge.stolen.kid() + "\"";
        for (String other : List.of(
                "\"\"",
                "\"unknown\"",
                "\"../../../../dev/null\"",
                "\"/proc/self/environ\"",
                "\"' OR '1'='1\"",
                "\"https://evil.test/key\"",
                "null",
                "0",
                "{}",
                "[" + kid + "]",
                "\"" + "k".repeat(5_000) + "\"")) {
            add("kid " + other, forge.header(forge.header.replace(kid, other)));
        }
        add("kid of a megabyte", forge.header(forge.header.replace(kid, "\"" + "k".repeat(1 << 20) + "\"")));
        add("kid missing", forge.header(forge.header.replace(",\"kid\":" + kid, "")));
        add("header is an array", forge.header("[" + forge.header + "]"));
        add("header is empty", forge.header(""));
        add("header is not JSON", forge.header("alg=ES256"));
        add("header with a byte order mark", forge.header("\uFEFF" + forge.header));
        add("header with something behind it", forge.header(forge.header + "{}"));
    }

    private void signatures() throws Exception {
        byte[] zero = new byte[32];
        byte[] one = Arrays.copyOf(zero, 32);
        one[31] = 1;
        String input = Forge.input(forge.header, forge.claims);
        byte[] good = Forge.es256(forge.stolen.privateKey(), input);
        add("signature of zeroes", forge.signature(new byte[64]));
        add("r and s are the order", forge.signature(Forge.rs(ORDER, ORDER)));
        add("r is one, s is zero", forge.signature(Forge.rs(one, zero)));
        add("r is one, s is one", forge.signature(Forge.rs(one, one)));
        add("signature in DER", forge.signature(forge.der(input)));
        add("signature too short", forge.signature(Arrays.copyOf(good, 63)));
        add("signature too long", forge.signature(Arrays.copyOf(good, 65)));
        add("signature empty", forge.signature(new byte[0]));
        add("signature of other claims", forge.signature(Forge.es256(forge.stolen.privateKey(), input + "x")));
        good[5] ^= 1;
        add("one bit of the signature", forge.signature(good));
    }

    private void shapes() throws Exception {
        String good = forge.claims(forge.claims);
        String[] parts = good.split("\\.");
        String changed = forge.claims.replace("\"sub\":\"red\"", "\"sub\":\"blue\"");
        String payload = Base64Url.encode(changed.getBytes(StandardCharsets.UTF_8));
        add("empty", "");
        add("no dots", "x");
        add("dots only", "..");
        add("two parts", parts[0] + "." + parts[1]);
        add("four parts", good + "." + parts[2]);
        add("five parts", good + ".." + parts[2]);
        add("claims exchanged", parts[0] + "." + payload + "." + parts[2]);
        add("detached claims", parts[0] + ".." + parts[2]);
        add("padding", good + "==");
        add("bits beyond the last byte", good.substring(0, good.length() - 1) + beyond(good.charAt(good.length() - 1)));
        add("a space behind", good + " ");
        add("a line break inside", parts[0] + ".\n" + parts[1] + "." + parts[2]);
        add("a foreign alphabet", good.replace('_', '/').replace('-', '+') + "+/");
        add("a character beyond ASCII", good + "é");
        add("the client secret", "ghs_" + "A".repeat(43));
        add(
                "JSON serialization",
                "{\"protected\":\"" + parts[0] + "\",\"payload\":\"" + parts[1] + "\",\"signature\":\"" + parts[2]
                        + "\"}");
        add("a token without signature in a JWE", forge.encrypted(forge.unsigned("none")));
        add("our token in a JWE", forge.encrypted(good));
        add("our token in our token", forge.claims("\"" + good + "\""));
    }

    private void claims() {
        add("iss of another", forge.claimsWith("\"iss\":\"https://gw.test\"", "\"iss\":\"https://evil.test\""));
        add("iss with a slash", forge.claimsWith("\"iss\":\"https://gw.test\"", "\"iss\":\"https://gw.test/\""));
        add("iss in an array", forge.claimsWith("\"iss\":\"https://gw.test\"", "\"iss\":[\"https://gw.test\"]"));
        add("iss twice", forge.claimsWith("\"iss\":", "\"iss\":\"https://evil.test\",\"iss\":"));
        add("aud of another server", forge.claimsWith("/vmcp/red/mcp", "/vmcp/blue/mcp"));
        add("aud with a suffix", forge.claimsWith("/vmcp/red/mcp", "/vmcp/red/mcp/"));
        add("aud is a prefix", forge.claimsWith("/vmcp/red/mcp", "/vmcp/red"));
        add("aud in upper case", forge.claimsWith("\"aud\":\"https://gw.test", "\"aud\":\"https://GW.test"));
        add(
                "aud is a list with ours",
                forge.claims(forge.claims.replaceFirst("\"aud\":(\"[^\"]*\")", "\"aud\":[$1,\"x\"]")));
        add("aud is a number", forge.claims(forge.claims.replaceFirst("\"aud\":\"[^\"]*\"", "\"aud\":1")));
        add("sub twice", forge.claimsWith("\"sub\":\"red\"", "\"sub\":\"red\",\"sub\":\"red\""));
        for (String subject : List.of("", "blue", "Red", "red ", "red/../blue", "nobody", "r".repeat(65))) {
            add("sub " + subject, forge.claimsWith("\"sub\":\"red\"", "\"sub\":\"" + subject + "\""));
        }
        for (String client : List.of("", "gha_unknown", "red")) {
            add("client_id " + client, forge.claims(forge.claims.replaceFirst("gha_[0-9a-f]+", client)));
        }
        for (String name : List.of("iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti")) {
            add(name + " missing", forge.claims(forge.claims.replaceFirst("\"" + name + "\":", "\"x_" + name + "\":")));
        }
        add("scope in an array", forge.claims(forge.claims.replaceFirst("\"scope\":(\"[^\"]*\")", "\"scope\":[$1]")));
        add("claims are an array", forge.claims("[" + forge.claims + "]"));
        add("claims are not JSON", forge.claims("sub=red"));
        add("claims too deep", forge.claimsWith("}", ",\"x\":" + "[".repeat(100) + "]".repeat(100) + "}"));
        add("half a character", forge.claimsWith("}", ",\"x\":\"\\ud800\"}"));
    }

    private void times() {
        String exp = forge.claims.replaceFirst(".*\"exp\":(\\d+).*", "$1");
        String iat = forge.claims.replaceFirst(".*\"iat\":(\\d+).*", "$1");
        long now = Long.parseLong(iat);
        for (String other : List.of(
                "0",
                "-1",
                "null",
                "\"" + exp + "\"",
                exp + ".0",
                exp + "e0",
                "1e400",
                "9223372036854775807",
                "99999999999999999999999",
                iat,
                Long.toString(now + 3_601),
                Long.toString(now + 86_400))) {
            add("exp " + other, forge.claimsWith("\"exp\":" + exp, "\"exp\":" + other));
        }
        for (String other : List.of("null", "\"" + iat + "\"", iat + ".5", "0", "-1", Long.toString(now + 31))) {
            add("iat " + other, forge.claimsWith("\"iat\":" + iat, "\"iat\":" + other));
        }
        add("expired", forge.claims(shifted(now - 631, now - 31)));
        add("not valid yet", forge.claims(shifted(now + 60, now + 660)));
        add("nbf in the future", forge.claimsWith("\"iat\":", "\"nbf\":" + (now + 60) + ",\"iat\":"));
    }

    private String shifted(long issuedAt, long expiresAt) {
        return forge.claims
                .replaceFirst("\"iat\":\\d+", "\"iat\":" + issuedAt)
                .replaceFirst("\"exp\":\\d+", "\"exp\":" + expiresAt);
    }

    /** The next letter of the alphabet, which differs only in bits that decoding drops. */
    private static char beyond(char last) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(last) ^ 1);
    }
}
