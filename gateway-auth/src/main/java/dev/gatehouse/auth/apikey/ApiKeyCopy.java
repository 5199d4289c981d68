package dev.gatehouse.auth.apikey;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.mcp.ServerName;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** API keys as bytes: the rows of the database, for a copy that outlives the process. When they were used is left out. */
final class ApiKeyCopy {
    private static final int SHA256_BYTES = 32;

    private ApiKeyCopy() {}

    static void write(DataOutput out, Collection<ApiKeyRow> keys) throws IOException {
        out.writeInt(keys.size());
        for (ApiKeyRow key : keys) {
            out.writeUTF(key.id());
            out.write(key.sha256());
            out.writeUTF(key.agent().value());
            out.writeUTF(key.clientId());
            out.writeUTF(key.label());
            out.writeUTF(key.shown());
            out.writeUTF(key.server().map(ServerName::value).orElse(""));
            out.writeUTF(key.createdAt().toString());
            out.writeUTF(key.expiresAt().toString());
            out.writeUTF(key.revokedAt().map(Instant::toString).orElse(""));
            out.writeLong(key.change());
        }
    }

    static List<ApiKeyRow> read(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > ApiKeyRoster.KEYS_MAX) {
            throw new IOException(count + " API keys (at most " + ApiKeyRoster.KEYS_MAX + ")");
        }
        List<ApiKeyRow> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = in.readUTF();
            byte[] sha256 = new byte[SHA256_BYTES];
            in.readFully(sha256);
            keys.add(new ApiKeyRow(
                    id,
                    sha256,
                    new AgentName(in.readUTF()),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    text(in).map(ServerName::new),
                    Instant.parse(in.readUTF()),
                    Instant.parse(in.readUTF()),
                    text(in).map(Instant::parse),
                    Optional.empty(),
                    in.readLong()));
        }
        return keys;
    }

    private static Optional<String> text(DataInput in) throws IOException {
        return Optional.of(in.readUTF()).filter(text -> !text.isEmpty());
    }
}
