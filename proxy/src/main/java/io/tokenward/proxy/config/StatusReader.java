package io.tokenward.proxy.config;

import java.util.Optional;
import java.util.Set;

/** Reads {@code listeners[].tls.identities[].status}. */
final class StatusReader {
    private StatusReader() {}

    /** @param section of the identity, with {@code status} and {@code status-addresses} */
    static Optional<ListenerSettings.Status> read(Section section) {
        Optional<Value> addresses = section.find("status-addresses");
        Optional<Value> status = section.find("status");
        if (status.filter(word -> word.is("fetch")).isPresent()) {
            return Optional.of(new ListenerSettings.FetchedStatus(
                    addresses.map(UpstreamsReader::addresses).orElse(Set.of())));
        }
        addresses.ifPresent(found -> found.error("is for status: fetch alone; take it out"));
        if (status.isEmpty()) return Optional.empty();
        if (status.get().text().filter(text -> text.startsWith("file:")).isEmpty())
            return status.get().refused("must be the word fetch, or a file written as file:path");
        return status.get().file().map(ListenerSettings.StatusFile::new);
    }
}
