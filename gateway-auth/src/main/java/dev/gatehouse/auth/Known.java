package dev.gatehouse.auth;

import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.apikey.ApiKeyRoster;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.keys.DataKeys;
import dev.gatehouse.auth.keys.MasterKeyException;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.kill.Kills;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.role.RoleRoster;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What is held in memory, each part a copy of what the database has. All but people and their roles also go into the local
 * copy.
 */
record Known(
        DataKeys dataKeys,
        SigningKeys keys,
        AgentRoster agents,
        ApiKeyRoster apiKeys,
        Revocations revocations,
        Kills kills,
        Directory people,
        RoleRoster roles) {

    /** Everything, as the database has it now. */
    static Known open(Auth.Parts parts) throws SQLException, MasterKeyException {
        AgentRoster agents = AgentRoster.open(parts.database(), parts.revisions(), parts.clocks());
        DataKeys dataKeys = DataKeys.open(parts.database(), parts.master(), parts.clocks());
        Known known = new Known(
                dataKeys,
                SigningKeys.open(parts.database(), dataKeys, parts.clocks()),
                agents,
                ApiKeyRoster.open(parts.database(), parts.clocks()),
                Revocations.open(parts.database(), parts.clocks()),
                Kills.open(parts.database(), agents::actor),
                people(parts),
                roles(parts));
        known.people().roster().refresh();
        known.roles().refresh();
        return known;
    }

    /** What {@link #write} wrote; nobody's name and no role is known yet. */
    static Known restore(DataInput in, Auth.Parts parts) throws IOException, MasterKeyException {
        DataKeys dataKeys = DataKeys.restore(in, parts.database(), parts.master(), parts.clocks());
        SigningKeys keys = SigningKeys.restore(in, parts.database(), dataKeys, parts.clocks());
        AgentRoster agents = AgentRoster.restore(in, parts.database(), parts.revisions(), parts.clocks());
        ApiKeyRoster apiKeys = ApiKeyRoster.restore(in, parts.database(), parts.clocks());
        Revocations revocations = Revocations.restore(in, parts.database(), parts.clocks());
        Kills kills = Kills.restore(in, parts.database(), agents::actor);
        return new Known(dataKeys, keys, agents, apiKeys, revocations, kills, people(parts), roles(parts));
    }

    void write(DataOutput out) throws IOException {
        dataKeys.write(out);
        keys.write(out);
        agents.write(out);
        apiKeys.write(out);
        revocations.write(out);
        kills.write(out);
    }

    private static Directory people(Auth.Parts parts) {
        return new Directory(parts.place(), parts.revisions());
    }

    private static RoleRoster roles(Auth.Parts parts) {
        return new RoleRoster(parts.place(), parts.revisions());
    }

    /** Grows with whatever can end what somebody began. */
    long version() {
        return agents.version()
                + apiKeys.version()
                + revocations.version()
                + kills.version()
                + people.roster().version();
    }

    void keep(Optional<LocalCopy> copy) {
        copy.ifPresent(file -> file.keep(this));
    }

    /** Another value whenever the local copy would be another. */
    Object copied() {
        return List.of(
                dataKeys.version(),
                keys.version(),
                agents.version(),
                apiKeys.version(),
                revocations.version(),
                kills.version());
    }
}
