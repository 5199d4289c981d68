package dev.gatehouse.auth.bearer;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import dev.gatehouse.auth.keys.Base64Url;
import dev.gatehouse.auth.keys.StolenKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes tokens by hand, with the JDK's cryptography only: it must not share mistakes with what it attacks. */
final class Forge {
    final StolenKey stolen;
    final String header;
    final String claims;

    Forge(StolenKey stolen, String claims) {
        this.stolen = stolen;
        this.header = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + stolen.kid() + "\"}";
        this.claims = claims;
    }

    /** Signed with the gateway's own key: only what the header and the claims say can be wrong. */
    String signed(String header, String claims) {
        String input = input(header, claims);
        return input + "." + Base64Url.encode(es256(stolen.privateKey(), input));
    }

    String header(String header) {
        return signed(header, claims);
    }

    /** The good header with one member replaced or added. */
    String headerWith(String extra) {
        return signed(header.substring(0, header.length() - 1) + "," + extra + "}", claims);
    }

    String claims(String claims) {
        return signed(header, claims);
    }

    /** The good claims with one replaced: {@code from} must be there. */
    String claimsWith(String from, String to) {
        if (!claims.contains(from)) {
            throw new AssertionError(from + " is not in " + claims);
        }
        return claims(claims.replace(from, to));
    }

    /** The good header and claims with any bytes as signature. */
    String signature(byte[] signature) {
        return input(header, claims) + "." + Base64Url.encode(signature);
    }

    String signedBy(PrivateKey key, String header) {
        String input = input(header, claims);
        return input + "." + Base64Url.encode(es256(key, input));
    }

    String hmac(String algorithm, String mac, byte[] secret) throws Exception {
        String input = input(header.replace("ES256", algorithm), claims);
        Mac hmac = Mac.getInstance(mac);
        hmac.init(new SecretKeySpec(secret, mac));
        return input + "." + Base64Url.encode(hmac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    }

    String rsa(String algorithm, KeyPair keys) throws Exception {
        String input = input(header.replace("ES256", algorithm), claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64Url.encode(signature.sign());
    }

    /** A JWE that only we can open, around a token without signature (the way of CVE-2026-29000). */
    String encrypted(String inner) throws Exception {
        JWEObject jwe = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                        .keyID(stolen.kid())
                        .contentType("JWT")
                        .build(),
                new Payload(inner));
        jwe.encrypt(new ECDHEncrypter(stolen.publicJwk()));
        return jwe.serialize();
    }

    String unsigned(String algorithm) {
        return input(header.replace("ES256", algorithm), claims) + ".";
    }

    static String input(String header, String claims) {
        return Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "."
                + Base64Url.encode(claims.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] es256(PrivateKey key, String input) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    byte[] der(String input) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(stolen.privateKey());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return signature.sign();
    }

    static KeyPair ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    /** R and S of P-256 as given, big-endian, 32 bytes each. */
    static byte[] rs(byte[] r, byte[] s) {
        byte[] both = Arrays.copyOf(r, 64);
        System.arraycopy(s, 0, both, 32, 32);
        return both;
    }
}
