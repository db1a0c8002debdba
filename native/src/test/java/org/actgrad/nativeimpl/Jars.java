// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Makes jars of the contents of others, by name, as build tools do. */
final class Jars {

  static final String SERVICES = "META-INF/services/org.actgrad.ActivationDerivative";

  private static final String DOTS = "org.actgrad.";
  private static final String SLASHES = "org/actgrad/";

  private Jars() {}

  /** The files in a directory of classes or in a jar. */
  static Map<String, byte[]> entries(Path classes) throws IOException {
    if (Files.isDirectory(classes)) {
      return entriesBelow(classes);
    }
    try (FileSystem jar = FileSystems.newFileSystem(classes)) {
      return entriesBelow(jar.getPath("/"));
    }
  }

  private static Map<String, byte[]> entriesBelow(Path root) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        entries.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return entries;
  }

  static void write(Path jar, Map<String, byte[]> entries) throws IOException {
    Files.write(jar, bytes(entries));
  }

  /** Not compressed, which jars in jars must not be. */
  static byte[] bytes(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes)) {
      out.setMethod(ZipEntry.STORED);
      for (Map.Entry<String, byte[]> file : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setCrc(crc.getValue());
        entry.setSize(file.getValue().length);
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** This project's packages moved below {@code prefix}, with all that names them. */
  static Map<String, byte[]> relocate(Map<String, byte[]> entries, String prefix) {
    Remapper remapper =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String name) {
            return name.startsWith(SLASHES) ? prefix + "/" + name : name;
          }

          @Override
          public Object mapValue(Object value) {
            if (!(value instanceof String text)) {
              return super.mapValue(value);
            }
            return text.startsWith(DOTS) ? prefix + "." + text : map(text);
          }
        };
    Map<String, byte[]> relocated = new LinkedHashMap<>();
    entries.forEach(
        (name, content) -> {
          if (name.equals(SERVICES)) {
            String lines = new String(content, StandardCharsets.UTF_8);
            relocated.put(
                name.replace(DOTS, prefix + "." + DOTS),
                lines.replace(DOTS, prefix + "." + DOTS).getBytes(StandardCharsets.UTF_8));
          } else if (name.endsWith(".class")) {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(content).accept(new ClassRemapper(writer, remapper), 0);
            relocated.put(remapper.map(name), writer.toByteArray());
          } else {
            relocated.put(remapper.map(name), content);
          }
        });
    return relocated;
  }
}
