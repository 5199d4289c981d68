package dev.gatehouse.server.config;

import dev.gatehouse.core.digest.HmacSha256;
import dev.gatehouse.server.config.bind.Secret;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Names a part of the configuration by its content, its secrets included: a changed secret is a changed upstream. Keyed
 * with the master key, because digests are shown and a weak secret could be guessed from a plain hash of it.
 */
public final class ConfigDigest {
    private static final String PURPOSE = "gatehouse configuration digest v1";
    private static final int DIGEST_BYTES = 16;

    private final Mac mac;

    private ConfigDigest(Mac mac) {
        this.mac = mac;
    }

    /** 32 hex digits; equal for equal values, whatever file they come from. */
    public static String of(Object part, Secret masterKey) {
        Mac mac = HmacSha256.begin(masterKey.reveal());
        ConfigDigest digest = new ConfigDigest(mac);
        digest.text(PURPOSE);
        digest.value(part);
        return HexFormat.of().formatHex(mac.doFinal(), 0, DIGEST_BYTES);
    }

    /** Each value is preceded by what it is and its size, so no two different values are written alike. */
    private void value(Object value) {
        switch (value) {
            case Record record -> record(record);
            case Map<?, ?> map -> {
                open("map", map.size());
                map.forEach((key, element) -> {
                    value(key);
                    value(element);
                });
            }
            case Collection<?> list -> {
                open("list", list.size());
                list.forEach(this::value);
            }
            case Optional<?> optional -> {
                open("optional", optional.isPresent() ? 1 : 0);
                optional.ifPresent(this::value);
            }
            case Secret secret -> text(secret.reveal());
            default -> text(value.toString());
        }
    }

    private void record(Record record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        open(record.getClass().getSimpleName(), components.length);
        for (RecordComponent component : components) {
            text(component.getName());
            value(ConfigDiff.read(record, component));
        }
    }

    private void open(String kind, int size) {
        text(kind);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(size).flip());
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
    }
}
