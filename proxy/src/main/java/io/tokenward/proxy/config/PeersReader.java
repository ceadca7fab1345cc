package io.tokenward.proxy.config;

import io.tokenward.proxy.address.Forwarded;
import io.tokenward.proxy.address.Network;
import io.tokenward.proxy.address.Networks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads {@code listeners[].proxy-protocol} and {@code listeners[].forwarded}. */
final class PeersReader {
    private static final List<String> FIELDS = Arrays.stream(Forwarded.Field.values())
            .map(Forwarded.Field::text)
            .toList();

    private PeersReader() {}

    static ListenerSettings.Peers read(Section listener) {
        return new ListenerSettings.Peers(
                listener.find("proxy-protocol").flatMap(value -> from(Section.of(value, "from"))),
                listener.find("forwarded").flatMap(PeersReader::forwarded));
    }

    private static Optional<Forwarded> forwarded(Value value) {
        Section section = Section.of(value, "field", "from");
        Optional<Forwarded.Field> field = section.required("field", "x-forwarded-for")
                .flatMap(found -> found.word(
                        word -> Arrays.stream(Forwarded.Field.values())
                                .filter(each -> each.text().equals(word))
                                .findFirst(),
                        FIELDS));
        Optional<Networks> from = from(section);
        return field.isPresent() && from.isPresent()
                ? Optional.of(new Forwarded(field.get(), from.get()))
                : Optional.empty();
    }

    private static Optional<Networks> from(Section section) {
        Optional<Value> list = section.required("from", "[10.0.0.0/8]");
        if (list.isEmpty()) return Optional.empty();
        List<Network> networks = new ArrayList<>();
        boolean local = false;
        for (Value item : list.get().items()) {
            if (item.is("unix")) {
                local = true;
            } else {
                network(item).ifPresent(networks::add);
            }
        }
        return Optional.of(new Networks(networks, local));
    }

    private static Optional<Network> network(Value item) {
        Optional<String> text = item.text();
        if (text.isEmpty()) return Optional.empty();
        Optional<Network> network = Network.of(text.get());
        return network.isPresent()
                ? network
                : item.refused("no network: " + Words.quoted(text.get()) + "; write the first address and the bits it"
                        + " shares with the others, like 10.0.0.0/8 or fd00::/8, one address alone, or unix");
    }
}
