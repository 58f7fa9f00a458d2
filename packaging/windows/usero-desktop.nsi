; The installer for Windows: for one user, without an administrator, upgrading in place.
;
;   makensis -DVERSION=1.0.0 -DPAYLOAD=the\bundle -DICON=usero-desktop.ico -DOUTPUT=setup.exe …
;
; `dev.py build setup` calls it on Windows. The finished setup takes NSIS's own switches: /S asks
; nothing, /D=C:\another\folder (the last one) installs there. Exit status: 0 done, 2 not this
; Windows, 3 the program is running and does not end.
;
; NOT YET RUN ON WINDOWS: a test compiles it with a payload that stands in for the bundle.

Unicode true
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
SetCompressor /SOLID lzma
AllowSkipFiles off ; all of it or none: a file that cannot be written ends the installation

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "FileFunc.nsh"
!include "Win\COM.nsh"
!include "Win\Propkey.nsh"

!define NAME "Usero Desktop"
!define APP_ID "io.usero.Desktop" ; what the program tells Windows it is, too
!define WINDOWED "usero-desktopw.exe" ; the tray app
!define CONSOLE "usero-desktop.exe" ; the same for a command line
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP_ID}"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define APPROVED "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
!define SHORTCUT "$SMPROGRAMS\${NAME}.lnk"

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation" ; an upgrade goes where the last one went
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${VERSION_OF_FOUR}"
VIFileVersion "${VERSION_OF_FOUR}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "CompanyName" "Usero"
VIAddVersionKey "LegalCopyright" "Usero; the licences are in the program's folder"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOWED}"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

; All that is asked is NSIS's own, which has it in our ten languages.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Spanish"
!insertmacro MUI_LANGUAGE "PortugueseBR"
!insertmacro MUI_LANGUAGE "Italian"
!insertmacro MUI_LANGUAGE "Japanese"
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "Arabic"
!insertmacro MUI_LANGUAGE "Hebrew"

; Closes what this user runs of the program, in the tray or in a console: asked first, ended after five seconds. A report is on
; the disk before it is sent, so that nothing is lost. Others' programs are not touched.
!macro CLOSE_PROGRAM un
Function ${un}CloseProgram
  ReadEnvStr $0 "USERDOMAIN"
  ReadEnvStr $1 "USERNAME"
  ${For} $2 1 11
    nsExec::ExecToStack 'cmd /c tasklist /NH /FI "USERNAME eq $0\$1" | findstr /I /B "${WINDOWED} ${CONSOLE}"'
    Pop $3 ; 0: findstr has found one of them
    Pop $4
    ${If} $3 != 0
      Return
    ${EndIf}
    ${If} $2 = 1
      nsExec::Exec 'taskkill /IM ${WINDOWED} /IM ${CONSOLE} /FI "USERNAME eq $0\$1"'
      Pop $3
    ${ElseIf} $2 = 10
      nsExec::Exec 'taskkill /F /IM ${WINDOWED} /IM ${CONSOLE} /FI "USERNAME eq $0\$1"'
      Pop $3
    ${EndIf}
    Sleep 500
  ${Next}
  SetErrorLevel 3
  MessageBox MB_OK|MB_ICONSTOP "${NAME} is running and does not end. End it, then try again." /SD IDOK
  Quit
FunctionEnd
!macroend
!insertmacro CLOSE_PROGRAM ""
!insertmacro CLOSE_PROGRAM "un."

; The start menu's entry, with the id by which Windows knows whose window and whose message it is.
Function MakeShortcut
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IShellLink::SetPath} $0 '("$INSTDIR\${WINDOWED}")'
    ${IShellLink::SetWorkingDirectory} $0 '("$INSTDIR")'
    ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r1)'
    ${If} $1 P<> 0
      System::Call '*(&w64 "${APP_ID}")p.r4'
      System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r2'
      System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,p r4)p.r3'
      ${IPropertyStore::SetValue} $1 '($2,$3)'
      ${IPropertyStore::Commit} $1 ""
      System::Free $2
      System::Free $3
      System::Free $4
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Save} $1 '("${SHORTCUT}",1)'
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
FunctionEnd

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    SetErrorLevel 2
    MessageBox MB_OK|MB_ICONSTOP "${NAME} needs a 64-bit Windows 10 or newer." /SD IDOK
    Quit
  ${EndIf}
FunctionEnd

Section
  Call CloseProgram
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal" ; of an older version: a library it does not have any more must go
  File /r "${PAYLOAD}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call MakeShortcut

  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOWED}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Usero"
  WriteRegStr HKCU "${UNINSTALL}" "URLInfoAbout" "https://usero.io"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  WriteRegStr HKCU "${APP_PATHS}\${CONSOLE}" "" "$INSTDIR\${CONSOLE}"
SectionEnd

; Leaves what the user has written, in %LOCALAPPDATA%\usero-desktop, to the user.
Section "Uninstall"
  Call un.CloseProgram
  Delete "${SHORTCUT}"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licenses"
  Delete "$INSTDIR\NOTICE.txt"
  Delete "$INSTDIR\${WINDOWED}"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; stays, with what somebody else has put there
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${APP_PATHS}\${CONSOLE}"
  DeleteRegValue HKCU "${RUN}" "${NAME}" ; start at login, where the user had switched it on
  DeleteRegValue HKCU "${APPROVED}" "${NAME}"
SectionEnd
