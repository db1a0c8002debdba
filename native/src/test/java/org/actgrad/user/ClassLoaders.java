// SPDX-License-Identifier: Apache-2.0
package org.actgrad.user;

import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Layouts of class loaders, each the {@link Thread#getContextClassLoader context} of its user, as
 * in a server. Prints a line per user.
 */
public final class ClassLoaders {

  private static final long WATCHDOG_SECONDS = 60;

  private ClassLoaders() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "copies" -> copies(List.of(args).subList(1, args.length));
      case "children" -> children(args[1], List.of(args).subList(2, args.length));
      case "collect" -> collect();
      case "race" -> race();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** Everything on the class path once more, with nothing shared. */
  private static URLClassLoader copy() throws MalformedURLException {
    return new URLClassLoader(
        urls(List.of(System.getProperty("java.class.path").split(":"))),
        ClassLoader.getPlatformClassLoader());
  }

  private static URL[] urls(List<String> paths) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String path : paths) {
      urls.add(Path.of(path).toUri().toURL());
    }
    return urls.toArray(new URL[0]);
  }

  @SuppressWarnings("unchecked")
  private static UnaryOperator<String> user(ClassLoader loader) throws Exception {
    return (UnaryOperator<String>)
        loader.loadClass(Use.class.getName()).getConstructor().newInstance();
  }

  private static void copies(List<String> providers) throws Exception {
    for (String provider : providers) {
      System.out.println(user(copy()).apply(provider));
    }
  }

  /** One parent with {@code shared}, children with the rest of the class path. */
  private static void children(String shared, List<String> providers) throws Exception {
    List<String> all = List.of(System.getProperty("java.class.path").split(":"));
    List<String> inParent = all.stream().filter(path -> path.matches(shared)).toList();
    if (inParent.isEmpty()) {
      throw new IllegalArgumentException(shared);
    }
    List<String> inChild = all.stream().filter(path -> !path.matches(shared)).toList();
    ClassLoader parent = new URLClassLoader(urls(inParent), ClassLoader.getPlatformClassLoader());
    for (String provider : providers) {
      ClassLoader child = new URLClassLoader(urls(inChild), parent);
      Thread.currentThread().setContextClassLoader(child);
      System.out.println(user(child).apply(provider));
    }
  }

  /** After a loader is closed nothing of it remains, not even a thread. */
  private static void collect() throws Exception {
    int threads = Thread.getAllStackTraces().size();
    URLClassLoader loader = copy();
    System.out.println(user(loader).apply("native"));
    loader.close();
    WeakReference<ClassLoader> reference = new WeakReference<>(loader);
    loader = null;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WATCHDOG_SECONDS);
    while (reference.get() != null && System.nanoTime() < end) {
      System.gc();
      Thread.sleep(10);
    }
    System.out.println(reference.get() == null ? "collected" : "still there");
    System.out.println(Thread.getAllStackTraces().size() - threads + " more threads");
  }

  /** 8 threads use each of 200 fresh loaders for the first time at the same moment. */
  private static void race() throws Exception {
    int users = 8;
    ExecutorService pool = Executors.newFixedThreadPool(users);
    int natives = 0;
    for (int round = 0; round < 200; round++) {
      CyclicBarrier barrier = new CyclicBarrier(users);
      URLClassLoader loader = copy();
      List<Future<String>> results = new ArrayList<>();
      for (int i = 0; i < users; i++) {
        String provider = i % 2 == 0 ? "fastest" : "native";
        results.add(
            pool.submit(
                () -> {
                  UnaryOperator<String> user = user(loader);
                  barrier.await();
                  return user.apply(provider);
                }));
      }
      for (Future<String> result : results) {
        if (result.get(WATCHDOG_SECONDS, TimeUnit.SECONDS).equals("native")) {
          natives++;
        }
      }
      loader.close();
    }
    pool.shutdownNow();
    System.out.println(natives + " native");
  }
}
