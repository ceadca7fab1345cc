package io.tokenward.proxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.tokenward.rules.yaml.YamlNode;

/** Reads {@code acme}. */
final class AcmeReader {
    private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final Pattern KEY_ID = Pattern.compile("[\\x21-\\x7e]{1,256}");

    private AcmeReader() {}

    static Optional<AcmeSettings> read(Value value) {
        Section section = Section.of(value, "directory", "contact", "terms", "storage", "http", "trust", "binding");
        Optional<URI> directory = section.required("directory", "https://acme-v02.api.letsencrypt.org/directory")
                .flatMap(AcmeReader::directory);
        List<URI> contacts = section.find("contact").map(AcmeReader::contacts).orElse(List.of());
        boolean agreed = section.required("terms", "agreed, when you have read what the authority asks of you")
                .filter(word -> word.is("agreed") || word.refused("must be the word agreed").isPresent())
                .isPresent();
        Optional<Path> storage = section.required("storage", "data/acme")
                .flatMap(found -> found.text().flatMap(found::path));
        Optional<ListenerSettings.Address> http = section.find("http").flatMap(ListenersReader::address);
        Optional<Path> trust = section.find("trust").flatMap(Value::file);
        Optional<AcmeSettings.Binding> binding = section.find("binding").flatMap(AcmeReader::binding);
        return directory.isPresent() && storage.isPresent() && agreed
                ? Optional.of(new AcmeSettings(directory.get(), contacts, storage.get(), http, trust, binding))
                : Optional.empty();
    }

    private static Optional<URI> directory(Value value) {
        return UpstreamsReader.url(value)
                .filter(url -> "https".equals(url.getScheme())
                        || value.refused("must begin with https://: certificates are only as true as who issues them")
                                .isPresent());
    }

    private static List<URI> contacts(Value value) {
        List<Value> items = value.node() instanceof YamlNode.Sequence ? value.items() : List.of(value);
        return items.stream().flatMap(item -> contact(item).stream()).toList();
    }

    private static Optional<URI> contact(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty() || MAIL.matcher(text.get()).matches()) return text.map(mail -> URI.create("mailto:" + mail));
        return value.refused("no mail address: " + Words.quoted(text.get()) + "; write it like ops@example.com");
    }

    private static Optional<AcmeSettings.Binding> binding(Value value) {
        Section section = Section.of(value, "key-id", "key");
        Optional<Value> written = section.required("key-id", "the id that the authority shows");
        Optional<String> keyId = written.flatMap(Value::text);
        if (keyId.isPresent() && !KEY_ID.matcher(keyId.get()).matches())
            written.get().error("must be at most 256 printable characters of ASCII without blanks");
        Optional<SecretReference> key = section.required("key", "file:secrets/acme-binding").flatMap(Value::secret);
        return keyId.isPresent() && key.isPresent()
                ? Optional.of(new AcmeSettings.Binding(keyId.get(), key.get()))
                : Optional.empty();
    }
}
