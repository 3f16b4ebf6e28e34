@echo off
rem SPDX-License-Identifier: Apache-2.0
rem The script "nyala" for Windows: finds a JDK, builds when sources have changed, runs Nyala.
rem "nyala --help" lists the commands. Not tested: no Windows was at hand.
setlocal EnableExtensions DisableDelayedExpansion

set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"
set "modules=%root%\nyala-cli\target\modules"
set "stamp=%root%\target\nyala.stamp"
set "log=%root%\target\build.log"
set "peers=%root%\nyala-bench-peers\target\peer-classpath.txt"
set "peers_log=%root%\target\peers.log"
set "spark=%root%\nyala-spark\target\classpath.txt"
set "spark_log=%root%\target\spark.log"
rem NYALA_JVM_OPTS comes after these and so wins.
set "options=-XX:+UseSerialGC -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"

if "%~1"=="-h" goto help
if "%~1"=="--help" goto help

call :find_jdk
if not defined jdk (
  echo nyala: no JDK 25 or newer found ^(checked JAVA_HOME, PATH and the usual folders^). 1>&2
  echo nyala: install one, for instance from https://adoptium.net, or set JAVA_HOME to it. 1>&2
  exit /b 2
)
set "JAVA_HOME=%jdk%"
set "MAVEN_OPTS=--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED %MAVEN_OPTS%"

if "%~1"=="test" if "%~2"=="" goto test
if "%~1"=="docs" if "%~2"=="" goto docs
if "%~1"=="format" goto format

call :out_of_date
if errorlevel 1 (
  call :build
  if errorlevel 1 exit /b 1
)
rem A JVM reads this only when it starts; the benchmark holds its peers to the same.
if "%~1"=="bench" echo %* | findstr /r /c:"--isa[ =]avx2" >nul && set "options=%options% -XX:UseAVX=2 -Dnyala.bench.isa=avx2"
if "%~1"=="bench" if not exist "%peers%" call :build_peers
if "%~1"=="run" if "%~2"=="spark-wine" if not exist "%spark%" call :build_spark
"%jdk%\bin\java" %options% -Dnyala.peers="%peers%" -Dnyala.spark="%spark%" -Dnyala.bench.scripts="%root%\bench" %NYALA_JVM_OPTS% -p "%modules%" -m io.nyala.cli/io.nyala.cli.Main %*
exit /b %errorlevel%

:help
type "%root%\nyala-cli\src\main\resources\io\nyala\cli\help.txt"
exit /b 0

:test
call :begin
call :maven verify
if errorlevel 1 exit /b 1
move /y "%stamp%.new" "%stamp%" >nul
exit /b 0

rem The web site of the documentation, with the Javadoc of all libraries.
:docs
if exist "%root%\target\site" rmdir /s /q "%root%\target\site"
call :maven -q -DskipTests compile javadoc:aggregate
if errorlevel 1 exit /b 1
call :maven -q test -am -pl nyala-cli -Dtest=SiteWriter -Dsurefire.failIfNoSpecifiedTests=false -Dnyala.site="%root%\target\site" -Dnyala.site.javadoc="%root%\target\reports\apidocs"
if errorlevel 1 exit /b 1
echo %root%\target\site\index.html
exit /b 0

:format
call :maven -q spotless:apply
exit /b %errorlevel%

rem Sets jdk to the first folder with a JDK 25 or newer.
:find_jdk
set "jdk="
call :try_jdk "%JAVA_HOME%"
if defined jdk exit /b 0
for /f "delims=" %%j in ('where java 2^>nul') do call :try_jdk "%%~dpj.."
if defined jdk exit /b 0
for /d %%j in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk-*" "%USERPROFILE%\.jdks\*") do call :try_jdk "%%~j"
exit /b 0

:try_jdk
if defined jdk exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
  for /f "tokens=1 delims=." %%m in ("%%~v") do if %%m GEQ 25 set "jdk=%~f1"
)
exit /b 0

:maven
pushd "%root%"
where mvn >nul 2>nul
if errorlevel 1 (call mvnw.cmd -B -ntp -Dstyle.color=never %*) else (call mvn -B -ntp -Dstyle.color=never %*)
set "status=%errorlevel%"
popd
exit /b %status%

rem The stamp bears the time at which the build began: what is edited meanwhile is built next time.
:begin
if not exist "%root%\target" mkdir "%root%\target"
type nul > "%stamp%.new"
if exist "%modules%" rmdir /s /q "%modules%"
exit /b 0

:build
echo nyala: building ^(log: %log%^) ... 1>&2
call :begin
call :maven -Dmaven.test.skip=true -pl nyala-cli -am package > "%log%" 2>&1
if errorlevel 1 call :maven -o -Dmaven.test.skip=true -pl nyala-cli -am package >> "%log%" 2>&1
if errorlevel 1 (
  echo nyala: the build failed; the whole log is in %log% 1>&2
  exit /b 1
)
move /y "%stamp%.new" "%stamp%" >nul
exit /b 0

rem Apache Spark for the recipe spark-wine, which says when it is missing; 220 MB are downloaded.
:build_spark
echo nyala: building nyala-spark ^(log: %spark_log%^) ... 1>&2
call :maven -q -Dmaven.test.skip=true -pl nyala-spark -am package > "%spark_log%" 2>&1
if errorlevel 1 echo nyala: nyala-spark could not be built; the reason is in %spark_log% 1>&2
exit /b 0

rem The peers of the benchmark, which says for each workload when they are missing; 230 MB are downloaded.
:build_peers
echo nyala: building the peers of the benchmark ^(log: %peers_log%^) ... 1>&2
call :maven -q -Dmaven.test.skip=true -Pbench -pl nyala-bench-peers -am package > "%peers_log%" 2>&1
if errorlevel 1 echo nyala: the peers could not be built; the reason is in %peers_log% 1>&2
exit /b 0

rem Fails when there is no build, or when a source or pom is newer than the build.
:out_of_date
if not exist "%stamp%" exit /b 1
if not exist "%modules%" exit /b 1
powershell -NoProfile -Command "$t=(Get-Item -LiteralPath $env:stamp).LastWriteTime; $f=@(Get-Item -LiteralPath (Join-Path $env:root 'pom.xml')) + @(Get-ChildItem -Path (Join-Path $env:root 'nyala-*\pom.xml')) + @(Get-ChildItem -Path (Join-Path $env:root 'nyala-*\src\main') -Recurse -File); exit [int](@($f | Where-Object {$_.LastWriteTime -gt $t}).Count -gt 0)"
exit /b %errorlevel%
